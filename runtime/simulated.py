"""Statistics before the first source system is connected: pipelines read simulated records until then."""

from __future__ import annotations

from runtime import data
from runtime.errors import PortalError
from runtime.settings import Settings
from runtime.text import t


def statistics(settings: Settings) -> None:
    """Have every pipeline whose source nobody has described read simulated records, and publish what comes.

    What reads a source of an operator is left to the operator. One pipeline that fails does not keep
    the others.

    :raises PortalError: at the end, naming the pipelines that failed; their reasons have been shown
    """
    ran, failed = [], []
    for name in data.pipelines(settings):
        if not data.is_simulated(settings, name):
            continue
        try:
            if not data.source(settings, name).exists():
                data.simulate(settings, name, [])
            data.run_pipeline(settings, [name, "--first"])
            ran.append(name)
        except PortalError:
            failed.append(name)
    if ran:
        data.publish(settings, [word for name in ran for word in ("--produced-by", name)])
    if failed:
        names = ", ".join(failed)
        raise PortalError(
            t(f"Quy trình chưa chạy xong: {names}.", f"Pipelines that did not finish: {names}."),
            t(
                "Sửa theo lý do ở trên rồi chạy ./portal up; phần đã xong được giữ.",
                "Correct the reason above and run ./portal up; what is done is kept.",
            ),
        )
