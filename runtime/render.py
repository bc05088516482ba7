"""Configuration files from templates and one set of values, for the embedded run and for containers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from runtime import secrets, shell
from runtime.settings import ROOT, Settings

TEMPLATES = ROOT / "runtime" / "templates"


def values(settings: Settings, *, testing: bool = False) -> dict[str, Any]:
    """What templates may use: settings, addresses, folders and a reader of secrets."""
    return {
        "settings": settings,
        "address": settings.address,
        "port": settings.port,
        "state": settings.state,
        "secret": lambda name: secrets.read(settings, name),
        "testing": testing,
    }


def text(settings: Settings, template: str, *, testing: bool = False, **more: Any) -> str:
    """One rendered file; an undefined name is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{template}.j2").render(**values(settings, testing=testing), **more)


def to_file(
    settings: Settings,
    name: str,
    *,
    template: str = "",
    testing: bool = False,
    mode: int = 0o640,
    **more: Any,
) -> Path:
    """Render into the instance's ``conf`` folder."""
    target = settings.state / "conf" / name
    shell.write(
        target, text(settings, template or name, testing=testing, **more), account=settings.account, mode=mode
    )
    return target
