"""A portal instance as tests meet it: ``./portal`` as a program, HTTP, and processes by their ids."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from runtime import secrets, status, supervision
from runtime.settings import ROOT, Settings

TOKEN = "publisher-token"
TIMEOUT_S = 120
#: Longest wait for a service to come back; Superset needs most, on a busy machine.
RECOVERY_S = 240


@dataclass(frozen=True)
class Portal:
    """One instance."""

    settings: Settings

    @property
    def environment(self) -> dict[str, str]:
        """Variables of its commands: this instance, messages in English, nothing of the calling test run."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
        own = {
            f"PORTAL_{name.upper()}": str(getattr(self.settings, name))
            for name in type(self.settings).model_fields
        }
        return {**kept, **own, "PORTAL_LANG": "en", "COLUMNS": "400"}

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Run ``./portal`` and let it work."""
        return subprocess.Popen(
            [str(ROOT / "portal"), *words],
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str, **more: str) -> Answer:
        """Run ``./portal`` to its end."""
        process = self.start(*words, **more)
        output, _ = process.communicate()
        return Answer(process.returncode, output)

    def do(self, *words: str) -> str:
        """Run ``./portal``, which must succeed; returns what it printed."""
        answer = self.run(*words)
        assert answer.code == 0, answer.output
        return answer.output

    def get(self, path: str, **more: Any) -> requests.Response:
        """A page as a visitor gets it."""
        return requests.get(self.settings.url + path, timeout=TIMEOUT_S, **more)

    def api(self, action: str, **data: Any) -> Any:
        """Result of an action, called by the publisher; an HTTP error is raised."""
        answer = self._post(action, json=data)
        answer.raise_for_status()
        return answer.json()["result"]

    def upload(self, resource: str, content: bytes) -> requests.Response:
        """Put a CSV file in place of a resource's, as a steward does by hand."""
        files = {"upload": ("data.csv", content, "text/csv")}
        return self._post("resource_patch", data={"id": resource}, files=files)

    def upload_new(self, dataset: str, content: bytes, **words: str) -> str:
        """Add a CSV file to a dataset; returns the new resource's id."""
        files = {"upload": ("data.csv", content, "text/csv")}
        answer = self._post("resource_create", data={"package_id": dataset, **words}, files=files)
        answer.raise_for_status()
        return str(answer.json()["result"]["id"])

    def _post(self, action: str, **request: Any) -> requests.Response:
        headers = {"Authorization": secrets.read(self.settings, TOKEN)}
        url = f"{self.settings.url}/api/3/action/{action}"
        return requests.post(url, headers=headers, timeout=TIMEOUT_S, **request)

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        """All published rows of a dataset's first table, past every cache."""
        resource = self.api("package_show", id=dataset)["resources"][0]["id"]
        return self.api("datastore_search", resource_id=resource, limit=32000)["records"]

    def load_state(self, resource: str) -> str:
        """State of the resource's newest load."""
        return str(self.api("province_ingest_status", resource_id=resource)["status"])

    def end_of_load(self, resource: str) -> str:
        """How the resource's newest load ended; waits for it."""
        wait_until(lambda: self.load_state(resource) in ("complete", "error"), "the load ends")
        return self.load_state(resource)

    def status(self) -> dict[str, Any]:
        """What ``status --json`` says."""
        return json.loads(self.run("status", "--json").output)

    def is_ready(self) -> bool:
        """Every service answers."""
        return {entry["state"] for entry in status.collect(self.settings)["services"]} == {"ready"}

    def pids(self) -> dict[str, int]:
        """Process id of each service, as the supervisor knows it."""
        return {name: entry["pid"] for name, entry in supervision.states(self.settings).items()}

    def processes(self) -> list[int]:
        """Ids of everything that carries the instance's mark."""
        return supervision.processes(self.settings)


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it printed, on both streams."""

    code: int
    output: str


def wait_until(condition: Callable[[], object], what: str, seconds: float = RECOVERY_S) -> None:
    """Wait for something that must become true; ``what`` is named when it does not."""
    limit = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except (OSError, KeyError, ValueError, AssertionError):
            pass
        assert time.monotonic() < limit, what
        time.sleep(0.5)


def roots(pids: Sequence[int]) -> list[int]:
    """Processes whose parent is none of them: one for each separate tree."""
    parents = {pid: int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in pids}
    return [pid for pid, parent in parents.items() if parent not in parents]
