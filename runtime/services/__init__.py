"""The services of one portal: how each is started, when it is ready, which version it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runtime.settings import Settings


@dataclass(frozen=True)
class Service:
    """One supervised program.

    :param command: words of its command line; it stays in the foreground
    :param environment: its variables; asked for at the start only, since secrets may not be there before
    :param ready: raises anything while the service does not answer as it should
    :param version: what ``status`` shows
    :param keeps_root: started as root where root starts the portal, and lowers itself to the account
    :param priority: services start in this order and stop in the reverse one
    """

    name: str
    command: tuple[str, ...]
    ready: Callable[[], None]
    version: Callable[[], str]
    address: str
    priority: int
    environment: Callable[[], dict[str, str]] = dict
    directory: Path | None = None
    stop_signal: str = "TERM"
    stop_seconds: int = 20
    keeps_root: bool = False


def makers() -> dict[str, Callable[[Settings], Service]]:
    """What describes each service, by its name."""
    from runtime.services import ckan, nginx, postgresql, redis, solr, superset

    modules = {"postgresql": postgresql, "redis": redis, "solr": solr, "superset": superset, "nginx": nginx}
    return {
        **{name: module.service for name, module in modules.items()},
        "ckan": ckan.web,
        "worker": ckan.worker,
        "scheduler": ckan.scheduler,
    }


def all_services(settings: Settings) -> list[Service]:
    """Every service of the instance, in starting order."""
    return sorted((make(settings) for make in makers().values()), key=lambda service: service.priority)
