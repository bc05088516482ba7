"""``./portal lock``: writes the exact versions of every environment."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from runtime import shell
from runtime.settings import ROOT
from runtime.steps import console
from runtime.text import t

#: Environment → the groups of setup.cfg that it is made of.
ENVIRONMENTS = {
    "runtime": ("runtime",),
    "ckan": ("ckan",),
    "ckan-test": ("ckan", "ckan-test"),
    "xloader": ("xloader",),
    "pipelines": ("pipelines",),
    "superset": ("superset",),
    "camera": ("camera",),
    "test": ("runtime", "pipelines", "test"),
}


@click.command(
    help=t(
        "Ghi phiên bản chính xác của mọi môi trường vào requirements/.",
        "Write exact versions of all environments to requirements/.",
    )
)
@click.argument("names", nargs=-1, type=click.Choice(sorted(ENVIRONMENTS)))
def command(names: tuple[str, ...]) -> None:
    """Resolve setup.cfg's groups for every supported Python."""
    uv = Path(sys.executable).with_name("uv")
    for name in names or ENVIRONMENTS:
        target = ROOT / "requirements" / f"{name}.txt"
        groups = [word for group in ENVIRONMENTS[name] for word in ("--extra", group)]
        overrides = ROOT / "requirements" / f"{name}.overrides"
        shell.run(
            [
                uv,
                "pip",
                "compile",
                "--quiet",
                "--universal",
                "--no-header",
                "--no-emit-index-url",
                "--no-emit-find-links",
                "--no-annotate",
                "--python-version",
                "3.10",
                *groups,
                *(("--overrides", overrides) if overrides.exists() else ()),
                "--output-file",
                target,
                ROOT / "setup.cfg",
            ]
        )
        console.print(f"requirements/{name}.txt")
