"""A folder of edXML messages: the inverse of :mod:`pipelines.sources.edxml_message`.

Documents are written in the envelope of the national platform's tools, statuses in the SOAP envelope of
provincial platforms. Each message carries a comment that says that it is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Comment, Element, SubElement, register_namespace, tostring

import polars as pl

from pipelines.simulation.interfaces.cells import texts
from pipelines.simulation.interfaces.manifest import NOTE

EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
Cells = Mapping[str, str | None]

register_namespace("edXML", EDXML)
register_namespace("SOAP-ENV", SOAP)


def write(documents: pl.DataFrame, statuses: pl.DataFrame, folder: Path) -> int:
    """Write a message for each document and each status, in a folder for each day; the number written.

    Columns are those of :data:`pipelines.sources.edxml_message.DOCUMENT` and ``STATUS``; rows with the same
    ``document_id`` are one document with several recipients.
    """
    by_document = texts(documents).partition_by("document_id", maintain_order=True)
    for number, rows in enumerate(by_document, start=1):
        cells = rows.to_dicts()
        _save(folder, cells[0]["sent_at"], f"document-{number:07}", _document(cells))
    for number, row in enumerate(texts(statuses).iter_rows(named=True), start=1):
        _save(folder, row["status_at"], f"status-{number:07}", _status(row))
    return len(by_document) + statuses.height


def _save(folder: Path, moment: str | None, name: str, message: Element) -> None:
    day = folder / (moment or "unknown")[:10].replace("/", "-")
    day.mkdir(parents=True, exist_ok=True)
    message.insert(0, Comment(f" origin: simulated. {NOTE} "))
    draft = day / f"{name}.part"
    draft.write_bytes(tostring(message, encoding="utf-8", xml_declaration=True))
    draft.rename(day / f"{name}.edxml")


def _document(rows: Sequence[Cells]) -> Element:
    row = rows[0]
    message = Element("edXML", {"xmlns": EDXML})
    envelope = _put(message, "edXMLEnvelope")
    header = _put(envelope, "edXMLHeader")
    about = _put(header, "MessageHeader")
    _put(_put(about, "From"), "OrganId", row["from_code"])
    for recipient in rows:
        _put(_put(about, "To"), "OrganId", recipient["to_code"])
    code = _put(about, "Code")
    _put(code, "CodeNumber", row["code_number"])
    _put(code, "CodeNotation", row["code_notation"])
    _put(_put(about, "PromulgationInfo"), "PromulgationDate", _slashed(row["promulgated_on"]))
    _put(_put(about, "DocumentType"), "Type", row["document_type"])
    _put(about, "Subject", row["subject"])
    _put(about, "DueDate", _slashed(row["due_on"]))
    _put(_put(about, "OtherInfo"), "Priority", row["priority"])
    for answered in (row["responds_to"] or "").split("|"):
        if answered:
            _put(_put(about, "ResponseFor"), "DocumentId", answered)
    _put(about, "SteeringType", row["steering_type"])
    _put(about, "DocumentId", row["document_id"])
    _traces(header, row)
    _put(envelope, "edXMLBody")
    attachments = SubElement(message, "AttachmentEncoded")
    for number in range(int(row["attachment_count"] or 0)):
        attachment = SubElement(attachments, "Attachment")
        SubElement(attachment, "ContentId").text = f"cid:{number}"
        SubElement(attachment, "ContentTransferEncoded").text = "bcO0IHBo4buPbmc="
    return message


def _traces(header: Element, row: Cells) -> None:
    traces = _put(header, "TraceHeaderList")
    trace = _put(traces, "TraceHeader")
    _put(trace, "OrganId", row["from_code"])
    _put(trace, "Timestamp", _slashed(row["sent_at"]))
    business = _put(traces, "Bussiness")
    _put(business, "BussinessDocType", row["business_type"])
    _put(business, "Paper", {"false": "0", "true": "1"}.get(row["has_paper"] or ""))
    signature = _put(header, "DigitalSignature")
    if row["is_signed"] == "true":
        _put(signature, "SignatureValue", "simulated")


def _status(row: Cells) -> Element:
    message = Element(f"{{{SOAP}}}Envelope")
    status = _put(SubElement(message, f"{{{SOAP}}}Header"), "Status")
    answered = _put(status, "ResponseFor")
    _put(answered, "OrganId", row["document_owner_code"])
    _put(answered, "DocumentId", row["document_id"])
    _put(_put(status, "From"), "OrganId", row["from_code"])
    _put(status, "StatusCode", row["status_code"])
    _put(status, "Timestamp", _slashed(row["status_at"]))
    SubElement(message, f"{{{SOAP}}}Body")
    return message


def _put(parent: Element, name: str, text: str | None = None) -> Element:
    element = SubElement(parent, f"{{{EDXML}}}{name}")
    element.text = text
    return element


def _slashed(moment: str | None) -> str | None:
    """ISO 8601 as the format writes it: ``2025/03/31 16:05:00``, without a zone."""
    return moment and moment[:19].replace("-", "/").replace("T", " ")
