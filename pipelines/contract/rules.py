"""Rules that tie several keys of one contract together; each is a pure function from contract to breaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipelines.contract.model import Contract
from pipelines.text import Text
from pipelines.yaml_source import Place


class Breach(NamedTuple):
    """A broken rule at a place of the contract."""

    place: Place
    rule: str
    message: Text
    value: Any = ""


def origin_names_what_it_comes_from(contract: Contract) -> Iterator[Breach]:
    """A derived or simulated dataset names what it comes from; a reported one has nothing to name."""
    if contract.origin == "reported" and contract.derived_from:
        yield Breach(("derived_from",), "origin", NOT_DERIVED, contract.derived_from[0])
    if contract.origin != "reported" and not contract.derived_from:
        yield Breach(("derived_from",), "origin", DERIVED.filled(origin=contract.origin))


def period_runs_forward(contract: Contract) -> Iterator[Breach]:
    """The period's end is not before its start."""
    start, end = contract.temporal.start, contract.temporal.end
    shorter = min(len(start), len(end or start))
    if end and end[:shorter] < start[:shorter]:
        yield Breach(("temporal", "end"), "temporal", BACKWARDS.filled(start=start), end)


def cells_have_a_minimum(contract: Contract) -> Iterator[Breach]:
    """Counts of persons or cases name the smallest cell that may be shown; other classes have none."""
    privacy = contract.privacy
    if (privacy.privacy_class == "aggregate") != (privacy.minimum_cell is not None):
        yield Breach(("privacy", "minimum_cell"), "privacy", MINIMUM_CELL, privacy.minimum_cell or "")


def persons_stay_internal(contract: Contract) -> Iterator[Breach]:
    """Data on single persons is never public (Law 91/2025/QH15)."""
    if contract.privacy.privacy_class == "personal" and contract.access == "public":
        yield Breach(("access",), "privacy", PERSONAL, contract.access)


def names_are_used_once(contract: Contract) -> Iterator[Breach]:
    """Resources have different names and different files."""
    for key in ("name", "path"):
        seen: set[str] = set()
        for index, resource in enumerate(contract.resources):
            value = getattr(resource, key)
            if value in seen:
                yield Breach(("resources", index, key), "unique-name", TWICE, value)
            seen.add(value)


def views_fit_postgresql(contract: Contract) -> Iterator[Breach]:
    """The DataStore's view ``<dataset>__<resource>`` keeps within PostgreSQL's 63 bytes for a name."""
    for index, resource in enumerate(contract.resources):
        view = f"{contract.name}__{resource.name}"
        if len(view) > 63:
            yield Breach(
                ("resources", index, "name"), "name-length", LONG_VIEW.filled(length=len(view)), view
            )


RULES = (
    origin_names_what_it_comes_from,
    period_runs_forward,
    cells_have_a_minimum,
    persons_stay_internal,
    names_are_used_once,
    views_fit_postgresql,
)

NOT_DERIVED = Text(
    "Dữ liệu 'reported' không có derived_from; hãy bỏ mục này hoặc sửa origin.",
    "A 'reported' dataset has no derived_from; remove it or correct origin.",
)
DERIVED = Text(
    "origin là '{origin}' nên phải ghi nguồn sinh ra dữ liệu ở derived_from.",
    "origin is '{origin}', so derived_from must name what the data comes from.",
)
BACKWARDS = Text(
    "Kỳ kết thúc trước kỳ bắt đầu {start}; hãy sửa một trong hai.",
    "The period ends before its start {start}; correct one of the two.",
)
MINIMUM_CELL = Text(
    "minimum_cell phải có khi class là 'aggregate' và chỉ khi đó.",
    "minimum_cell is given exactly when class is 'aggregate'.",
)
PERSONAL = Text(
    "Dữ liệu cá nhân không được công khai; hãy đặt access là 'internal'.",
    "Personal data is never public; set access to 'internal'.",
)
TWICE = Text(
    "Đã dùng cho một tài nguyên ở trên; hãy đặt tên khác.", "A resource above has it already; choose another."
)
LONG_VIEW = Text(
    "Tên bảng dài {length} ký tự, tối đa 63; hãy rút ngắn tên tài nguyên hoặc bộ dữ liệu.",
    "The view's name has {length} characters, at most 63 fit; shorten the names.",
)
