"""The most records that may be set aside before a run stops."""

from __future__ import annotations

from decimal import Decimal

from pipelines.findings import Finding
from pipelines.records.model import RecordContract
from pipelines.text import Text


def too_many(contract: RecordContract, rows_in: int, rows_set_aside: int) -> Finding | None:
    """What is wrong where more than ``max_set_aside_percent`` of the records were set aside; exactly, not
    rounded.

    :param rows_in: records looked at
    :param rows_set_aside: those of them that were set aside, by the check or as duplicates
    """
    limit = Decimal(str(contract.max_set_aside_percent)).normalize()
    if 100 * rows_set_aside <= limit * rows_in:
        return None
    message = TOO_MANY.filled(kind=contract.kind, aside=rows_set_aside, rows=rows_in, limit=f"{limit:f}")
    return Finding(f"records/{contract.kind}.yaml", "max_set_aside_percent", message)


TOO_MANY = Text(
    "{aside} trong {rows} bản ghi «{kind}» bị để riêng, quá mức {limit} %. Lượt chạy dừng lại: xem lý do của "
    "từng bản ghi, sửa ở nguồn hoặc khai báo trong corrections.yaml; nếu tỷ lệ này chấp nhận được thì nâng "
    "max_set_aside_percent.",
    "{aside} of {rows} records of “{kind}” were set aside, more than {limit} %. The run stops: see the "
    "reasons of each record, correct them at the source or state them in corrections.yaml; if this share is "
    "acceptable, raise max_set_aside_percent.",
)
