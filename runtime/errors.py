"""The one exception that reaches the operator: it names the step, the reason and the way out."""

from __future__ import annotations

import errno

from runtime.text import t


class PortalError(Exception):
    """A failure that the operator can act on.

    :param reason: what went wrong, in the operator's language
    :param way_out: what to do about it
    """

    def __init__(self, reason: str, way_out: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.way_out = way_out


def disk_full(detail: object) -> PortalError:
    """A full disk, whoever met it first."""
    return PortalError(
        t(f"Hết chỗ trên đĩa ({detail}).", f"The disk is full ({detail})."),
        t(
            "Giải phóng đĩa rồi chạy lại; dữ liệu đã công bố vẫn nguyên.",
            "Free some space and run it again; what is published is untouched.",
        ),
    )


def explained(error: Exception) -> PortalError:
    """An error of the system, or of a service, in the operator's words."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return disk_full(error.filename)
    if FULL in str(error):
        return disk_full(error)
    return PortalError(
        str(error) or type(error).__name__,
        t(
            "Sửa nguyên nhân rồi chạy lại lệnh; việc đã xong được giữ.",
            "Remove the cause and run it again; finished steps are kept.",
        ),
    )


#: How programs say that the disk is full.
FULL = "No space left on device"
