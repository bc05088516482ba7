"""The compose file is valid, describes the services of the embedded run, and opens nothing but nginx."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from docker.tests.stages import Stage
from runtime import bootstrap, containers
from runtime.services import makers
from runtime.settings import ROOT, Settings

Services = dict[str, dict[str, Any]]


def mounts(service: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    """Volume → where it is mounted and whether it is read-only."""
    found = {}
    for line in service.get("volumes", []):
        source, target, *mode = line.split(":")
        found[source] = (target, mode == ["ro"])
    return found


def test_schema(compose_file: Path) -> None:
    """The file is valid by the schema of the Compose Specification."""
    words = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(compose_file),
    ]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_docker_accepts_it(compose_file: Path) -> None:
    """Docker's own Compose takes the file, where it is at hand."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not at hand")
    done = subprocess.run(
        [docker, "compose", "--file", compose_file, "config", "--quiet"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_same_services(services: Services, lasting: Services) -> None:
    """Exactly the services of the embedded run stay; everything else is a job that ends."""
    assert set(lasting) == set(makers())
    assert set(services) - set(lasting) == {
        "config",
        "databases",
        "ckan-tables",
        "superset-tables",
        "publish",
    }


def test_every_service_is_checked(lasting: Services) -> None:
    """Every service that stays says how to ask whether it is well."""
    assert lasting
    for name, service in lasting.items():
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name


def test_waiting(services: Services, lasting: Services) -> None:
    """One waits for a service to be healthy and for a job to have ended; what is waited for exists."""
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            wanted = "service_healthy" if other in lasting else "service_completed_successfully"
            assert other in services, name
            assert how["condition"] == wanted, (name, other)


def test_everything_waits_for_configuration(services: Services) -> None:
    """Nothing starts before the configuration is written."""

    def awaited(name: str) -> set[str]:
        direct = set(services[name].get("depends_on", {}))
        return direct.union(*(awaited(other) for other in direct))

    for name in services.keys() - {"config"}:
        assert "config" in awaited(name), name


def test_one_door(services: Services) -> None:
    """Only nginx publishes a port, on 127.0.0.1 unless told otherwise; stores are in their network only."""
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    port = "${PORTAL_PORT_BASE:-8800}"
    assert published == {"nginx": [f"${{PORTAL_LISTEN:-127.0.0.1}}:{port}:{port}"]}
    for name in ("postgresql", "redis", "solr"):
        assert services[name]["networks"] == ["stores"], name


def test_networks(compose: dict[str, Any], services: Services) -> None:
    """The network of the stores leads nowhere outside; a service is in declared networks or in none."""
    assert compose["networks"]["stores"] == {"internal": True}
    for name, service in services.items():
        assert set(service.get("networks", [])) <= set(compose["networks"]), name
        assert bool(service.get("networks")) != (service.get("network_mode") == "none"), name


def test_confined(services: Services) -> None:
    """No capabilities, no way to more rights, memory bounded, root file system read-only but for `config`."""
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["mem_limit"], name
        assert service["read_only"] is (name != "config"), name


def test_not_root(services: Services, stages: dict[str, Stage]) -> None:
    """Our images end with an unprivileged account; an official one is given one, or has one (Solr's)."""
    for name, service in services.items():
        if "build" in service:
            assert stages[service["build"]["target"]].last("USER") == "10001:10001", name
        elif name != "solr":
            assert service["user"] not in ("root", "0"), name


def test_images(services: Services, stages: dict[str, Stage]) -> None:
    """Ours are built from a stage that exists; official images name a version."""
    for name, service in services.items():
        if "build" in service:
            assert (ROOT / "docker" / service["build"]["context"]).resolve() == ROOT
            assert (ROOT / service["build"]["dockerfile"]).is_file()
            assert service["image"] == f"province-portal/{service['build']['target']}", name
            assert service["build"]["target"] in stages
        else:
            assert re.fullmatch(r"[a-z]+:\d+\.?\d*(-bookworm)?", service["image"]), name


def test_versions_that_configuration_needs(services: Services) -> None:
    """Solr is the embedded run's, with all its modules; nginx can ask again for an address (1.27.3)."""
    pom = ElementTree.parse(ROOT / "runtime" / "solr" / "pom.xml").getroot()
    versions = {
        dependency[1].text: str(dependency[2].text)
        for dependency in pom.iter("{http://maven.apache.org/POM/4.0.0}dependency")
    }
    major, minor, _ = versions["solr-core"].split(".")
    assert services["solr"]["image"] == f"solr:{major}.{minor}"
    nginx = re.match(r"nginx:(\d+)\.(\d+)", services["nginx"]["image"])
    assert nginx
    assert (int(nginx[1]), int(nginx[2])) > (1, 27)


def test_volumes_are_declared_and_used(compose: dict[str, Any], services: Services) -> None:
    """Every named volume is declared, every declared one used; nothing of the machine's disk is mounted."""
    used = {volume for service in services.values() for volume in mounts(service)}
    assert used == set(compose["volumes"])


def test_each_sees_its_own_part(services: Services) -> None:
    """What `config` hands out is mounted by the service it is for, read-only, and by no other."""
    for volume in containers.SHARED:
        assert mounts(services["config"])[volume] == (f"{containers.HANDED_OUT}/{volume}", False)
        others = {
            name: mounts(service)[volume] for name, service in services.items() if volume in mounts(service)
        }
        others.pop("config")
        assert others, volume
        assert all(
            name.split("-")[0] == volume.split("-")[0] and read_only
            for name, (_, read_only) in others.items()
        )


def test_all_secrets_only_for_jobs(services: Services, lasting: Services) -> None:
    """No service that stays sees all passwords; only the job that issues a token may write to them."""
    seeing = {name for name, service in services.items() if "secrets" in mounts(service)}
    assert seeing
    assert not seeing & set(lasting)
    assert {name for name in seeing if not mounts(services[name])["secrets"][1]} == {"config", "ckan-tables"}


def test_no_password_in_the_file(services: Services) -> None:
    """Passwords come from files; the settings are the package's own and none of them is secret."""
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            assert "PASSWORD" not in key or (
                key.endswith("_FILE") and value.startswith("/var/lib/portal/")
            ), name
            assert (
                not key.startswith("PORTAL_") or key.removeprefix("PORTAL_").lower() in Settings.model_fields
            )


def test_commands(services: Services, runs: dict[str, Settings]) -> None:
    """Our images start services and steps that exist, and ask after themselves."""
    steps = {
        step.key
        for step in (*bootstrap.starting(runs["containers"]), *bootstrap.publishing(runs["containers"]))
    }
    for name, service in services.items():
        if "build" not in service or name == "config":
            continue
        verb, *words = service["command"]
        assert words, name
        if verb == "start":
            assert words == [name]
            assert service["healthcheck"]["test"][-2:] == ["ready", name]
        else:
            assert verb == "prepare"
            assert set(words) <= steps


def test_logs_are_bounded(services: Services) -> None:
    """Logs are rotated at the size of the embedded run."""
    bound = f"{Settings().log_megabytes}m"
    assert {service["logging"]["options"]["max-size"] for service in services.values()} == {bound}
