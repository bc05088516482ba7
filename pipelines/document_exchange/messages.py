"""Messages and the statuses that recipients report on them.

Definitions (QCVN 102:2016/BTTTT; Decision 28/2018/QĐ-TTg on sending and receiving electronic documents)

- *message*: one document for one recipient, counted in the month it was sent; ``sent`` at the sender,
  ``received`` at the recipient. The other side may lie outside the province.
- *accepted*: the recipient reported acceptance (03) or a later step (04, 05, 06); *in time*: by the next
  working day after it was sent (Decree 30/2020/NĐ-CP, article 4); *refused*: reported 02 and never accepted;
  *unanswered*: neither by the last known day.
- *waiting*: minutes from sending to the first report of acceptance.

The months of messages, not of their statuses: what is answered later changes the month of the message.
"""

from __future__ import annotations

import polars as pl

from pipelines.pipeline import Context, Frames
from pipelines.statistics.events import EVERY, added, day, events
from pipelines.statistics.tables import PeriodTable
from pipelines.text import Text

TABLE = PeriodTable(
    flows=("sent", "received", "accepted", "accepted_in_time", "refused", "finished", "unanswered"),
    parts=("waiting_minutes",),
    percents=(
        ("accepted", "received"),
        ("accepted_in_time", "received"),
        ("refused", "received"),
        ("unanswered", "received"),
    ),
    means=(("waiting_minutes", "accepted"),),
)


def count(records: Frames, context: Context) -> Frames:
    """Counts by month and agency.

    :raises ValueError: for a message that neither comes from nor goes to an agency of the units
    """
    agencies = context.units.filter(pl.col("parent_code").is_not_null())["unit_code"].implode()
    messages = records["message"]
    _known(messages, agencies)
    answered = _answered(
        messages.filter(pl.col("to_code").is_in(agencies)), records["message_status"], context
    )
    sent = messages.filter(pl.col("from_code").is_in(agencies)).rename({"from_code": "agency_code"})
    moment = day("sent_at", context)
    return {
        "messages": added(
            events(sent, moment, {"sent": EVERY}),
            events(answered.rename({"to_code": "agency_code"}), moment, _received(context)),
        )
    }


def tables(counts: Frames, context: Context) -> Frames:
    """The published table."""
    return {"document-exchange-messages/messages": TABLE.made(counts["messages"], context.units)}


def _answered(messages: pl.DataFrame, statuses: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Messages with the first acceptance, refusal and end that their recipient reported."""
    codes = context.settings["status_codes"]
    first = {
        f"{name}_at": pl.col("status_at").filter(pl.col("status_code").is_in(codes[name])).min()
        for name in ("accepted", "refused", "finished")
    }
    known = statuses.filter(day("status_at", context).is_not_null())
    reported = known.group_by("document_id", pl.col("from_code").alias("to_code")).agg(**first)
    return messages.join(reported, on=["document_id", "to_code"], how="left")


def _received(context: Context) -> dict[str, pl.Expr]:
    accepted, refused = pl.col("accepted_at").is_not_null(), pl.col("refused_at").is_not_null()
    taken = context.calendar.working_days_between(
        pl.col("sent_at").dt.date(), pl.col("accepted_at").dt.date()
    )
    return {
        "received": EVERY,
        "accepted": accepted,
        "accepted_in_time": taken <= context.settings["acceptance"]["working_days"],
        "refused": refused & ~accepted,
        "finished": pl.col("finished_at").is_not_null(),
        "unanswered": ~accepted & ~refused,
        "waiting_minutes": (pl.col("accepted_at") - pl.col("sent_at")).dt.total_minutes(),
    }


def _known(messages: pl.DataFrame, agencies: pl.Series) -> None:
    foreign = messages.filter(~pl.col("from_code").is_in(agencies) & ~pl.col("to_code").is_in(agencies))
    if foreign.height:
        sender, recipient = foreign.select("from_code", "to_code").sort(pl.all()).row(0)
        found = FOREIGN.filled(count=foreign.height, sender=sender, recipient=recipient)
        raise ValueError(" · ".join(found))


FOREIGN = Text(
    "{count} gói tin không gửi từ và không gửi đến cơ quan nào của tỉnh, ví dụ từ {sender} đến {recipient}. "
    "Hãy đổi mã định danh sang mã đơn vị của hồ sơ tỉnh ở nguồn.",
    "{count} messages neither come from nor go to an agency of the province, such as from {sender} to "
    "{recipient}. Map identifiers to the unit codes of the province's profile at the source.",
)
