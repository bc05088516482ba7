"""The stages of a Dockerfile: what each starts from, copies, declares and runs as."""

from __future__ import annotations

import io
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from dockerfile_parse import DockerfileParser


@dataclass
class Stage:
    """One stage; ``copied`` are paths of the repository, ``taken`` pairs of stage and path."""

    base: str
    copied: list[str] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    arguments: dict[str, str] = field(default_factory=dict)
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def last(self, instruction: str) -> str:
        """The value in force of an instruction of this stage, or nothing."""
        values = [value for name, value in self.instructions if name == instruction]
        return values[-1] if values else ""


def read_stages(path: Path) -> dict[str, Stage]:
    """Parse a Dockerfile in which every stage has a name."""
    stages: dict[str, Stage] = {}
    current = Stage("")
    for entry in DockerfileParser(fileobj=io.BytesIO(path.read_bytes())).structure:
        name, value = entry["instruction"], entry["value"]
        if name == "FROM":
            base, _, label = value.split()
            current = stages[label] = Stage(base)
        elif name != "COMMENT":
            _add(current, name, value)
    return stages


def _add(stage: Stage, name: str, value: str) -> None:
    stage.instructions.append((name, value))
    words = shlex.split(value)
    if name == "ARG":
        key, _, default = value.partition("=")
        stage.arguments[key] = default
    elif name == "COPY" and words[0].startswith("--from="):
        stage.taken.append((words[0].removeprefix("--from="), words[1]))
    elif name == "COPY":
        stage.copied += words[:-1]


def lineage(stages: dict[str, Stage], name: str) -> list[Stage]:
    """A stage and the stages it starts from, itself first; the last one starts from a published image."""
    found = [stages[name]]
    while found[-1].base in stages:
        found.append(stages[found[-1].base])
    return found
