"""The steps of ``./portal up``, in order: install, configure, start, prepare, publish."""

from __future__ import annotations

from pathlib import Path

from runtime import data, disk, secrets, shell, simulated, supervision
from runtime.install import distribution, environments, qsv, solr
from runtime.provision import ckan as ckan_tables
from runtime.provision import databases
from runtime.services import ckan, nginx, postgresql, redis, superset
from runtime.settings import ROOT, Settings
from runtime.steps import Record, Step, fingerprint, perform
from runtime.text import t


def record(settings: Settings) -> Record:
    """What this instance has done."""
    return Record.open(settings.state / "steps.json")


def up(settings: Settings, *, publish: bool = True) -> None:
    """Do everything that is not done yet and leave every service ready."""
    shell.folder(settings.state.parent, mode=0o755)
    shell.folder(settings.state, mode=0o755)
    marks = record(settings)
    perform(installing(settings), marks)
    for name in ("logs", "conf", "bin"):
        shell.folder(settings.state / name, settings.account)
    perform(starting(settings), marks)
    if publish:
        perform(publishing(settings), marks)


def installing(settings: Settings) -> list[Step]:
    """Programs, environments and secrets."""
    made = [environment_step(settings, name) for name in ("ckan", "pipelines", "superset")]
    return [
        Step("disk", t("Chỗ trống trên đĩa", "Free disk space"), lambda: disk.require(settings)),
        Step("ports", t("Cổng TCP", "TCP ports"), lambda: supervision.claim_ports(settings)),
        Step(
            "packages",
            t("Gói của hệ điều hành", "Distribution packages"),
            lambda: distribution.install(distribution.NEEDED),
        ),
        Step(
            "account",
            t("Tài khoản chạy dịch vụ", "Account of the services"),
            lambda: distribution.make_account(settings.account),
        ),
        *made,
        Step(
            "extensions",
            t("Tiện ích CKAN của cổng", "The portal's CKAN extensions"),
            lambda: environments.install_extensions(settings),
            (*environments.own_packages(), environments.lock_file("ckan")),
            makes=environments.packages(settings, "ckan") / "ckanext" / "province_catalogue",
        ),
        Step(
            "qsvdp",
            "qsvdp",
            lambda: qsv.install(settings),
            (qsv.VERSION,),
            makes=qsv.installed(settings),
        ),
        Step(
            "solr",
            "Solr 9",
            lambda: solr.install(settings),
            (solr.SOURCE,),
            makes=solr.folder(settings) / "classes",
        ),
        Step("secrets", t("Mật khẩu và khóa", "Passwords and keys"), lambda: secrets.generate(settings)),
    ]


def environment_step(settings: Settings, name: str) -> Step:
    """One Python environment."""
    title = t(f"Môi trường Python «{name}»", f"Python environment “{name}”")
    return Step(
        f"env-{name}",
        title,
        lambda: environments.create(settings, name),
        (environments.lock_file(name),),
        makes=environments.python(settings, name),
    )


def starting(settings: Settings) -> list[Step]:
    """Configuration, services and their tables."""
    return [
        Step("configure", t("Cấu hình", "Configuration"), lambda: configure(settings)),
        Step("supervisor", t("Bộ giám sát", "Supervisor"), lambda: supervision.start(settings)),
        Step("stores", "PostgreSQL, Redis, Solr", lambda: stores(settings)),
        Step(
            "databases",
            t("Cơ sở dữ liệu và vai trò", "Databases and roles"),
            lambda: databases.create(settings),
            (
                ROOT / "runtime" / "provision" / "databases.py",
                *(secrets.path(settings, name) for name in databases.ROLES.values()),
            ),
        ),
        Step(
            "ckan-tables",
            t("Bảng và tài khoản của CKAN", "CKAN's tables and accounts"),
            lambda: ckan_tables.prepare(settings),
            (environments.lock_file("ckan"), *environments.own_packages(), ckan_tables.PREPARE),
        ),
        Step(
            "superset-tables",
            t("Bảng của Superset", "Superset's tables"),
            lambda: superset.prepare(settings),
            (
                environments.lock_file("superset"),
                *superset.sources(),
                secrets.path(settings, secrets.SUPERSET_ADMIN),
            ),
        ),
        Step(
            "services",
            t(
                "CKAN, tiến trình việc, bộ lập lịch, Superset, nginx",
                "CKAN, job worker, scheduler, Superset, nginx",
            ),
            lambda: applications(settings),
        ),
    ]


def publishing(settings: Settings) -> list[Step]:
    """Data and dashboards."""
    statistics = Step(
        "statistics",
        t("Thống kê từ bản ghi mô phỏng", "Statistics from simulated records"),
        lambda: simulated.statistics(settings),
        (*(ROOT / name for name in ("pipelines", "data_contract", "datasets", "province")), settings.profile),
        makes=settings.pipelines / "produced",
    )
    return [
        Step("publish", t("Công bố dữ liệu", "Publishing data"), lambda: data.publish(settings)),
        *([statistics] if settings.simulate else []),
        Step("dashboards", t("Bảng điều hành", "Dashboards"), lambda: data.provision_dashboards(settings)),
    ]


def after_restore(settings: Settings) -> None:
    """Bring restored tables to this version's form, rebuild the search index and start everything again."""
    marks = record(settings)
    for key in ("databases", "ckan-tables", "superset-tables"):
        marks.done.pop(key, None)
    perform(starting(settings), marks)
    perform(
        [Step("index", t("Chỉ mục tìm kiếm", "Search index"), lambda: ckan_tables.rebuild_index(settings))],
        marks,
    )


def configure(settings: Settings) -> None:
    """Write every service's configuration; the cluster is made where there is none."""
    postgresql.initialise(settings)
    write_configuration(settings)


def write_configuration(settings: Settings) -> None:
    """Write what the services read at their start."""
    for service in (postgresql, redis, ckan, nginx, superset):
        service.configure(settings)
    solr.configure(settings)


def stores(settings: Settings) -> None:
    """Have the stores running with their configuration in force."""
    for name, files in _store_inputs(settings).items():
        _ensure_current(settings, name, files)


def _store_inputs(settings: Settings) -> dict[str, list[Path]]:
    conf = settings.state / "conf"
    cores = [solr.folder(settings) / "home" / core / "conf" for core in solr.CORES]
    return {"postgresql": [conf / "postgresql.conf"], "redis": [conf / "redis.conf"], "solr": cores}


def applications(settings: Settings) -> None:
    """Have CKAN, its jobs, Superset and nginx running with their code and configuration in force."""
    conf = settings.state / "conf"
    code = [
        *environments.own_packages(),
        environments.lock_file("ckan"),
        conf / "ckan.ini",
        conf / "profile.yaml",
        conf / "keywords.yaml",
        conf / "wsgi.py",
        conf / "gunicorn.py",
    ]
    inputs = {
        "ckan": code,
        "worker": code,
        "scheduler": code,
        "superset": [environments.lock_file("superset"), conf / "superset", conf / "profile.yaml"],
        "nginx": [conf / "nginx.conf"],
    }
    for name, files in inputs.items():
        _ensure_current(settings, name, files)


def _ensure_current(settings: Settings, name: str, inputs: list[Path]) -> None:
    """Start a service, or restart it when what it read at its start has changed since."""
    stamp = settings.state / "run" / name
    mark = fingerprint(inputs)
    current = stamp.exists() and stamp.read_text("utf-8") == mark
    supervision.ensure(settings, [name], restart=not current)
    shell.write(stamp, mark)
