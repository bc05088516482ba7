"""The command line: a module of :mod:`pipelines.commands` adds one command, its click object ``command``."""

from __future__ import annotations

import importlib
import pkgutil

import click

from pipelines import commands
from pipelines.text import default_language, t


class Commands(click.Group):
    """A group whose commands are the modules of a package, loaded when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or nothing where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"pipelines.commands.{cmd_name}").command


@click.group(
    cls=Commands,
    help=t("Kiểm tra và công bố dữ liệu của tỉnh.", "Check and publish the province's data."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default=lambda: default_language()[:2],
    help=t("Ngôn ngữ của thông báo.", "Language of the messages."),
)
@click.pass_context
def main(context: click.Context, lang: str) -> None:
    """The group that ``python -m pipelines`` calls."""
    context.obj = lang
