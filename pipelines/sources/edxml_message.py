"""One edXML message: header fields as texts (QCVN 102:2016/BTTTT, amended by Circular 01/2022/TT-BTTTT).

Systems write two envelopes, ``edXML/edXMLEnvelope/edXMLHeader`` and SOAP's ``Envelope/Header``, in several
namespaces and with ``Bussiness`` or ``Business``; elements are therefore found by their local names. A
message is a document (``MessageHeader``, with trace and business) or a status (``Status``) on one.

Names, telephone numbers and addresses of persons are not read. Times carry no zone in this format; they are
Viet Nam's legal time (Decision 134/2002/QĐ-TTg) and get ``+07:00``. A value in another form stays as it is,
for the record contract to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

DOCUMENT = (
    "document_id",
    "from_code",
    "to_code",
    "code_number",
    "code_notation",
    "promulgated_on",
    "document_type",
    "subject",
    "due_on",
    "priority",
    "steering_type",
    "business_type",
    "responds_to",
    "is_signed",
    "has_paper",
    "sent_at",
    "attachment_count",
)
"""Columns of a document message, one row for each recipient; ``responds_to`` has document ids with ``|``."""
STATUS = ("document_id", "document_owner_code", "from_code", "status_code", "status_at")
"""Columns of a status message; ``from_code`` is who reports on the document of ``document_owner_code``."""
NOTE = ("message_file", "unreadable")
"""Columns of both: the message's file, and why it could not be read where it could not."""

DAYS = ("%Y/%m/%d", "%d/%m/%Y", "%Y-%m-%d")
CONTENT = re.compile(rb"(<(?:[\w.-]+:)?ContentTransferEncoded(?:\s[^>]*)?>)([^<]*)(?=<)")
"""The Base64 text of an attachment."""

Row = dict[str, str | None]


class Unreadable(Exception):
    """The message is not one that can be read; the argument says why in a few words."""


def root(content: bytes) -> Element:
    """The parsed message; :class:`Unreadable` where it is broken or brings a document type or entities."""
    try:
        return ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(type(error).__name__) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"XML: {error}") from None


def is_status(message: Element) -> bool:
    """Whether the message reports on a document and is none itself."""
    return _first(message, "Status") is not None


def documents(message: Element) -> Iterator[Row]:
    """A document message as one row for each recipient; :class:`Unreadable` where it has no header."""
    header = _first(message, "MessageHeader")
    if header is None:
        raise Unreadable("MessageHeader")
    row: Row = {
        "document_id": _text(header, "DocumentId"),
        "from_code": _text(header, "From", "OrganId"),
        "code_number": _text(header, "Code", "CodeNumber"),
        "code_notation": _text(header, "Code", "CodeNotation"),
        "promulgated_on": _day(_text(header, "PromulgationInfo", "PromulgationDate")),
        "document_type": _text(header, "DocumentType", "Type"),
        "subject": _text(header, "Subject"),
        "due_on": _day(_text(header, "DueDate")),
        "priority": _text(header, "OtherInfo", "Priority"),
        "steering_type": _text(header, "SteeringType"),
        **_traced(message),
        "responds_to": _joined(_text(child, "DocumentId") for child in _named(header, "ResponseFor")),
        "attachment_count": str(len(list(_all(message, "Attachment")))),
    }
    for recipient in _named(header, "To") or [header]:
        to_code = _text(recipient, "OrganId") if recipient is not header else None
        yield {name: to_code if name == "to_code" else row[name] for name in DOCUMENT}


def status(message: Element) -> Row:
    """A status message as one row."""
    found = _first(message, "Status")
    if found is None:
        raise Unreadable("Status")
    return {
        "document_id": _text(found, "ResponseFor", "DocumentId"),
        "document_owner_code": _text(found, "ResponseFor", "OrganId"),
        "from_code": _text(found, "From", "OrganId"),
        "status_code": _text(found, "StatusCode"),
        "status_at": _moment(_text(found, "Timestamp")),
    }


def _traced(message: Element) -> Row:
    """Where it came from and why it was sent: 0 new, 1 revoked, 2 updated, 3 replacing."""
    trace = _first(message, "TraceHeader")
    business = next((item for name in ("Bussiness", "Business") for item in _all(message, name)), None)
    kind = None
    if business is not None:
        kind = _text(business, "BussinessDocType") or _text(business, "BusinessDocType")
    signed = any(value.text for value in _all(message, "SignatureValue"))
    return {
        "business_type": kind,
        "has_paper": {"0": "false", "1": "true"}.get(_text(business, "Paper") or ""),
        "is_signed": str(signed).lower(),
        "sent_at": _moment(_text(trace, "Timestamp")),
    }


def _all(element: Element, name: str) -> Iterator[Element]:
    return (inner for inner in element.iter() if _local(inner) == name)


def _first(element: Element, name: str) -> Element | None:
    return next(_all(element, name), None)


def _named(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if _local(child) == name]


def _text(element: Element | None, *path: str) -> str | None:
    for name in path:
        element = next(iter(_named(element, name)), None)
    return (element.text or "").strip() or None if element is not None else None


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(texts: Iterator[str | None]) -> str | None:
    return "|".join(text for text in texts if text) or None


def _day(text: str | None) -> str | None:
    return _read(text, DAYS, lambda moment: moment.date().isoformat())


def _moment(text: str | None) -> str | None:
    forms = tuple(f"{day} %H:%M:%S" for day in DAYS)
    return _read(text, forms, lambda moment: f"{moment.isoformat()}+07:00")


def _read(text: str | None, forms: tuple[str, ...], write: Callable[[datetime], str]) -> str | None:
    for form in forms if text else ():
        try:
            return write(datetime.strptime(text or "", form))
        except ValueError:
            continue
    return text
