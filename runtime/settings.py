"""What an operator may configure, from ``portal.yaml`` and ``PORTAL_*`` variables (these win).

Everything else about a run (passwords, folders, addresses of services) is derived here, so that the embedded
run and the containers take their values from one place.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from runtime.errors import PortalError
from runtime.text import t

ROOT = Path(__file__).resolve().parent.parent

#: Place of each service's port after ``port_base``.
PORTS = {"nginx": 0, "ckan": 1, "superset": 2, "postgresql": 3, "redis": 4, "solr": 5, "supervisor": 6}

#: Ports where each service has a container of its own; nginx keeps ``port_base``, which visitors see.
CONTAINER_PORTS = {"ckan": 5000, "superset": 8088, "postgresql": 5432, "redis": 6379, "solr": 8983}
CONTAINER_STATE = Path("/var/lib/portal")


class Settings(BaseModel):
    """One portal instance."""

    model_config = ConfigDict(extra="forbid")

    profile: str = Field("thai-binh", description="province profile: the name of a file in province/")
    instance: str = Field(
        "main", pattern=r"^[a-z][a-z0-9-]{0,20}$", description="name of this instance's folder"
    )
    port_base: int = Field(8800, ge=1024, le=65000, description="first of seven consecutive TCP ports")
    listen: str = Field("127.0.0.1", description="address that nginx listens on")
    site_url: str = Field("", description="public address; derived from listen and port_base when empty")
    account: str = Field(
        "province-portal", description="unprivileged account of all services when root starts them"
    )
    web_workers: int = Field(2, ge=1, le=64, description="CKAN web processes")
    load_workers: int = Field(
        0, ge=0, le=64, description="files that are loaded at once; 0 for one on each processor core"
    )
    download_allowed_inside: str = Field(
        "",
        pattern=r"^[\w.:/ -]*$",
        description="hosts, addresses and networks (CIDR), separated by spaces, that are not public and that"
        " linked files may be fetched from all the same",
    )
    versions_kept: int = Field(
        100, ge=0, description="newest versions of each file's data whose files are kept; 0 for all"
    )
    simulate: bool = Field(
        True,
        description="pipelines without a source read simulated records, and what they compute is published,"
        " marked as simulated",
    )
    target: Literal["embedded", "containers"] = Field(
        "embedded",
        description="all services on this machine, or each in a container; the images of docker/ set it",
    )
    log_megabytes: int = Field(20, ge=1, description="size at which a service's log is rotated; 5 are kept")

    @field_validator("profile")
    @classmethod
    def _profile_exists(cls, value: str) -> str:
        known = sorted(path.stem for path in (ROOT / "province").glob("*.yaml"))
        if value not in known:
            raise ValueError(
                t(
                    f"không có hồ sơ tỉnh «{value}»; các hồ sơ: {', '.join(known)}",
                    f"there is no province profile “{value}”; there are: {', '.join(known)}",
                )
            )
        return value

    @field_validator("site_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def url(self) -> str:
        """Public address of the portal, without a slash at its end."""
        return self.site_url or f"http://127.0.0.1:{self.port_base}"

    def port(self, service: str) -> int:
        """TCP port of a service."""
        if self.target == "containers":
            return CONTAINER_PORTS.get(service, self.port_base)
        return self.port_base + PORTS[service]

    def address(self, service: str) -> str:
        """``host:port`` at which others reach a service; a container's host name is its service's name."""
        host = service if self.target == "containers" else "127.0.0.1"
        return f"{host}:{self.port(service)}"

    @property
    def bind(self) -> str:
        """Address that the services behind nginx listen on; in a container only its own networks reach it."""
        return "0.0.0.0" if self.target == "containers" else "127.0.0.1"

    @property
    def profile_path(self) -> Path:
        """The active profile's file."""
        return ROOT / "province" / f"{self.profile}.yaml"

    @property
    def state(self) -> Path:
        """Folder that holds everything this instance installs, generates and stores."""
        return CONTAINER_STATE if self.target == "containers" else _home() / self.instance

    @property
    def pipelines(self) -> Path:
        """Folder of what pipelines read, and of what they made of it."""
        return self.state / "pipelines"


def _home() -> Path:
    """``var/`` of the checkout, or below ``/var/lib`` where the services' account cannot get there."""
    home = ROOT / "var"
    if os.geteuid() != 0 or (
        all(folder.stat().st_mode & stat.S_IXOTH for folder in ROOT.parents)
        and (ROOT.stat().st_mode & stat.S_IXOTH)
    ):
        return home
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    return Path("/var/lib/province-portal") / f"{ROOT.name}-{digest}"


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    way_out = t("Viết mỗi dòng một mục «khóa: giá trị».", "Write one “key: value” on each line.")
    try:
        values = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PortalError(
            t(f"Không đọc được {path}: {error}", f"{path} cannot be read: {error}"), way_out
        ) from error
    if not isinstance(values, dict):
        raise PortalError(t(f"{path} không phải là bảng khóa.", f"{path} is not a mapping."), way_out)
    return values


def load() -> Settings:
    """The settings in force.

    :raises PortalError: for an unknown key or a value out of range, naming the key
    """
    values = _from_file(ROOT / "portal.yaml")
    for name in Settings.model_fields:
        if (value := os.environ.get(f"PORTAL_{name.upper()}")) is not None:
            values[name] = value
    try:
        return Settings(**values)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise PortalError(
            t("Cấu hình sai: ", "Wrong setting: ") + "; ".join(lines),
            t(
                "Sửa portal.yaml hoặc biến môi trường PORTAL_<TÊN>.",
                "Correct portal.yaml or the variable PORTAL_<NAME>.",
            ),
        ) from error
