"""One supervisor per instance: starts, stops, restarts and reports its services."""

from __future__ import annotations

import contextlib
import shlex
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from runtime import disk, leftovers, render, secrets, shell
from runtime.errors import PortalError
from runtime.services import Service, all_services
from runtime.settings import PORTS, Settings
from runtime.text import t


def configure(settings: Settings) -> bool:
    """Write the supervisor's configuration; return whether it changed."""
    target = settings.state / "conf" / "supervisord.conf"
    start = settings.state / "conf" / "leftovers.py"
    shell.write(start, Path(leftovers.__file__).read_text("utf-8"), account=settings.account)
    services = [_started_by(start, service) for service in all_services(settings)]
    content = render.text(
        settings,
        "supervisord.conf",
        services=services,
        root=shell.is_root(),
        environment=lambda service: {
            leftovers.INSTANCE: str(settings.state),
            leftovers.SERVICE: service.name,
            **service.environment(),
        },
    )
    return shell.write(target, content, mode=0o600)


def _started_by(start: Path, service: Service) -> Service:
    """The service, with what its last run left ended first (by a Python that its account can read)."""
    words = (sys._base_executable, "-IS", str(start), *service.command)  # type: ignore[attr-defined]
    # The supervisor expands %(…)s in commands.
    return replace(service, command=tuple(shlex.quote(word).replace("%", "%%") for word in words))


def proxy(settings: Settings) -> Any:
    """The running supervisor's interface."""
    password = secrets.read(settings, "supervisor")
    return ServerProxy(f"http://portal:{password}@127.0.0.1:{settings.port('supervisor')}/RPC2").supervisor


def is_running(settings: Settings) -> bool:
    """Whether this instance's own supervisor answers."""
    try:
        return proxy(settings).getIdentification() == f"portal-{settings.instance}"
    except Exception:
        return False


def start(settings: Settings) -> None:
    """Start the supervisor, or make it read a changed configuration."""
    changed = configure(settings)
    if is_running(settings):
        if changed:
            _reload(settings)
        return
    claim_ports(settings)
    shell.run(
        [Path(sys.executable).with_name("supervisord"), "-c", settings.state / "conf" / "supervisord.conf"],
        env={leftovers.INSTANCE: str(settings.state), leftovers.COMMAND: ""},
    )
    _wait(lambda: is_running(settings), 20, t("Bộ giám sát không chạy.", "The supervisor does not start."))


def _reload(settings: Settings) -> None:
    server = proxy(settings)
    added, changed, removed = server.reloadConfig()[0]
    for name in [*changed, *removed]:
        with contextlib.suppress(Fault):
            server.stopProcessGroup(name)
        server.removeProcessGroup(name)
    for name in [*added, *changed]:
        server.addProcessGroup(name)


def ensure(settings: Settings, names: Iterable[str], *, restart: bool = False, seconds: float = 180) -> None:
    """Have services running and ready.

    :param restart: stop them first, because what they read at their start has changed
    :raises PortalError: when one is not ready in time, with the end of its log
    """
    server = proxy(settings)
    wanted = [service for service in all_services(settings) if service.name in set(names)]
    for service in wanted:
        state = server.getProcessInfo(service.name)["statename"]
        if restart and state in ("RUNNING", "STARTING", "BACKOFF"):
            server.stopProcess(service.name)
            state = "STOPPED"
        if state not in ("RUNNING", "STARTING"):
            with contextlib.suppress(Fault):
                server.startProcess(service.name, False)
    for service in wanted:
        wait_ready(settings, service, seconds)


def wait_ready(settings: Settings, service: Service, seconds: float = 180) -> None:
    """Wait until a service answers as it should."""

    def answers() -> bool:
        try:
            service.ready()
        except Exception:
            return False
        return True

    log = settings.state / "logs" / f"{service.name}.log"
    reason = t(f"Dịch vụ {service.name} chưa sẵn sàng.", f"The service {service.name} does not get ready.")
    try:
        _wait(answers, seconds, reason, log)
    except PortalError:
        disk.require(settings)
        raise


def _wait(condition: Any, seconds: float, reason: str, log: Path | None = None) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            tail = log.read_text("utf-8", "replace").splitlines()[-12:] if log and log.exists() else []
            way_out = t(f"Xem nhật ký: {log}", f"See the log: {log}") if log else ""
            raise PortalError("\n".join([reason, *tail]), way_out)
        time.sleep(0.2)


def claim_ports(settings: Settings) -> None:
    """Have the ports free for this instance, unless it runs already; its own leftovers are ended.

    :raises PortalError: as :func:`check_ports`
    """
    if not is_running(settings):
        kill_leftovers(settings)
        check_ports(settings)


def check_ports(settings: Settings) -> None:
    """Refuse to start where a port is somebody else's.

    :raises PortalError: naming the service, the port and how to choose others
    """
    for name in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.port(name)))
            except OSError as error:
                number = settings.port(name)
                raise PortalError(
                    t(
                        f"Cổng {number} (cho {name}) đang bị chương trình khác dùng.",
                        f"Port {number} (for {name}) is in use by another program.",
                    ),
                    t(
                        "Chọn dải cổng khác: PORTAL_PORT_BASE=9000 hoặc port_base trong portal.yaml.",
                        "Choose other ports: PORTAL_PORT_BASE=9000 or port_base in portal.yaml.",
                    ),
                ) from error


def stop(settings: Settings) -> None:
    """Stop every service gracefully, then the supervisor, and leave no process behind."""
    if is_running(settings):
        _stop_in_order(settings)
        with contextlib.suppress(Exception):
            proxy(settings).shutdown()
        with contextlib.suppress(PortalError):
            _wait(lambda: not processes(settings), 30, "")
    kill_leftovers(settings)


def _stop_in_order(settings: Settings) -> None:
    """First the door, then what works, then the stores; each group ends before the next is asked to."""
    services = all_services(settings)
    server = proxy(settings)
    for priority in sorted({service.priority for service in services}, reverse=True):
        group = [service for service in services if service.priority == priority]
        for service in group:
            with contextlib.suppress(Fault):
                server.stopProcess(service.name, False)
        names = {service.name for service in group}
        patience = max(service.stop_seconds for service in group) + 10
        with contextlib.suppress(PortalError):
            _wait(lambda names=names: not _running(settings) & names, patience, "")


def _running(settings: Settings) -> set[str]:
    return {name for name, entry in states(settings).items() if entry["pid"]}


def stop_services(settings: Settings, names: Iterable[str]) -> None:
    """Stop some services gracefully and leave the others running."""
    server = proxy(settings)
    for name in names:
        with contextlib.suppress(Fault):
            server.stopProcess(name)


def kill_leftovers(settings: Settings) -> None:
    """End processes of this instance: children that outlived a killed supervisor or worker."""
    leftovers.end({leftovers.INSTANCE: str(settings.state)}, settings.state)


def processes(settings: Settings) -> list[int]:
    """Ids of this instance's processes, this process and its parent left out."""
    return leftovers.find({leftovers.INSTANCE: str(settings.state)}, settings.state)


def states(settings: Settings) -> dict[str, dict[str, Any]]:
    """The supervisor's view of each service; empty when nothing runs."""
    if not is_running(settings):
        return {}
    return {entry["name"]: entry for entry in proxy(settings).getAllProcessInfo()}
