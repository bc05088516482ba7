"""The operator's page and the command line name the same commands, options and settings."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from runtime.cli import portal
from runtime.settings import Settings
from tests.documentation.pages import OPERATOR, PAGES, commands, name, options, rows

CONTEXT = click.Context(portal)
COMMANDS = {word: portal.get_command(CONTEXT, word) for word in portal.list_commands(CONTEXT)}
VISIBLE = sorted(word for word, command in COMMANDS.items() if command and not command.hidden)
DESCRIBED = {
    word: " ".join(cells)
    for cells in rows(OPERATOR.read_text("utf-8"), "Commands")
    for word, _ in commands(cells[0])
}


def spellings(word: str) -> list[list[str]]:
    """Each option of a command with all its spellings, also those that it hands on to another program."""
    command = COMMANDS[word]
    assert command is not None
    own = [[*one.opts, *one.secondary_opts] for one in command.params if isinstance(one, click.Option)]
    handed_on = [
        options(one.make_metavar(CONTEXT)) for one in command.params if isinstance(one, click.Argument)
    ]
    return [opts for opts in own if "--help" not in opts] + [[opt] for found in handed_on for opt in found]


def test_table_has_every_command() -> None:
    """Each command is described, and each described one exists."""
    assert sorted(DESCRIBED) == VISIBLE


@pytest.mark.parametrize("word", VISIBLE)
def test_table_has_every_option(word: str) -> None:
    """Each option of a command is described in its row by one of its spellings, and no other is."""
    described = options(DESCRIBED[word])
    known = spellings(word)
    assert [opts for opts in known if not described & set(opts)] == []
    assert described - {option for opts in known for option in opts} == set()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page_names_commands_that_exist(page: Path) -> None:
    """Wherever a page says `./portal something`, that something works, with the options beside it."""
    for word, rest in commands(page.read_text("utf-8")):
        assert word in COMMANDS, f"./portal {word}"
        said = rest.split("#")[0]
        known = {option for opts in spellings(word) for option in opts}
        assert options(said) <= known | {"--help"}, f"./portal {word}{said}"


def test_every_setting_is_described() -> None:
    """The table of settings has what portal.yaml takes, except what only the container images set."""
    described = {cells[0].strip("`") for cells in rows(OPERATOR.read_text("utf-8"), "Settings")}
    assert described == set(Settings.model_fields) - {"target"}
