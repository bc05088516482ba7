"""The first ``./portal up`` of an instance under faults: without network, then killed at several moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from runtime import bootstrap
from runtime.services import postgresql
from tests.portals import Portal, wait_until

#: A port that nothing listens on.
CLOSED = "http://127.0.0.1:9/simple"


@dataclass(frozen=True)
class Interruption:
    """One ``up`` that did not get through.

    :param step: the step that it broke off in
    :param done: steps that were recorded as done afterwards
    """

    step: str
    code: int
    output: str
    done: frozenset[str]


@dataclass(frozen=True)
class Moment:
    """When to kill: after a line of the output, as soon as a condition holds."""

    step: str
    line: str
    condition: Callable[[Portal], object]


MOMENTS = (
    Moment("env-pipelines", "✓ Python environment “ckan”", lambda portal: True),
    Moment(
        "configure", "✓ Passwords and keys", lambda portal: any(portal.settings.state.glob("postgresql*"))
    ),
    Moment("ckan-tables", "✓ Databases and roles", lambda portal: _has_table(portal)),
)


def interrupt(portal: Portal, empty_cache: Path) -> dict[str, Interruption]:
    """Let every fault happen in turn, by the name of the step that it hits."""
    seen = [_without_network(portal, empty_cache), *(_killed(portal, moment) for moment in MOMENTS)]
    return {item.step: item for item in seen}


def _without_network(portal: Portal, empty_cache: Path) -> Interruption:
    closed = {
        "UV_INDEX_URL": CLOSED,
        "UV_NO_CONFIG": "1",
        "UV_FIND_LINKS": "",
        "UV_CACHE_DIR": str(empty_cache),
    }
    answer = portal.run("up", "--no-publish", **closed, UV_HTTP_RETRIES="0")
    return Interruption("env-ckan", answer.code, answer.output, _done(portal))


def _killed(portal: Portal, moment: Moment) -> Interruption:
    process = portal.start("up", "--no-publish")
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(moment.line):
            break
    wait_until(lambda: moment.condition(portal), moment.step, 60)
    process.kill()
    code = process.wait()
    process.stdout.close()
    return Interruption(moment.step, code, "".join(lines), _done(portal))


def _done(portal: Portal) -> frozenset[str]:
    return frozenset(bootstrap.record(portal.settings).done)


def _has_table(portal: Portal) -> bool:
    """CKAN's migrations are under way: its first table is there."""
    try:
        with psycopg.connect(postgresql.address(portal.settings, "ckan"), connect_timeout=5) as connection:
            return connection.execute("SELECT to_regclass('package') IS NOT NULL").fetchone() == (True,)
    except psycopg.OperationalError:
        return False
