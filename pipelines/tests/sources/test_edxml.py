"""edXML messages: header fields of both envelopes, attachments by hash only, and nothing that expands."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.raw import RawStore
from pipelines.simulation.interfaces import edxml as simulated
from pipelines.sources import bundle, edxml_message
from pipelines.sources.source import Source
from pipelines.tests.sources.conftest import rows_of

FOLDER = {"adapter": "edxml", "folder": "drop", "documents": "document", "statuses": "status"}
SCAN = b"%PDF-1.7 scan"
DOCUMENT = f"""<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope
 xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.00.H54</edXML:OrganId></edXML:From>
<edXML:To><edXML:OrganId>000.01.00.H54</edXML:OrganId></edXML:To>
<edXML:To><edXML:OrganId>000.02.00.H54</edXML:OrganId></edXML:To>
<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>UBND-KSTT</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>2025/03/31</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>18</edXML:Type></edXML:DocumentType>
<edXML:Subject>Về việc báo cáo quý I</edXML:Subject><edXML:DueDate>15/04/2025</edXML:DueDate>
<edXML:SignerInfo><edXML:FullName>Nguyễn Văn A</edXML:FullName></edXML:SignerInfo>
<edXML:OtherInfo><edXML:Priority>1</edXML:Priority></edXML:OtherInfo>
<edXML:ResponseFor><edXML:DocumentId>H1</edXML:DocumentId></edXML:ResponseFor>
<edXML:ResponseFor><edXML:DocumentId>H2</edXML:DocumentId></edXML:ResponseFor>
<edXML:SteeringType>1</edXML:SteeringType>
<edXML:DocumentId>000.00.00.H54,2025/03/31,12/UBND-KSTT</edXML:DocumentId></edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:OrganId>000.00.00.H54</edXML:OrganId>
<edXML:Timestamp>2025/03/31 16:05:00</edXML:Timestamp></edXML:TraceHeader>
<edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType><edXML:Paper>0</edXML:Paper></edXML:Bussiness>
</edXML:TraceHeaderList><Signature><SignatureValue>MEUCIQ==</SignatureValue></Signature>
</edXML:edXMLHeader></edXML:edXMLEnvelope><AttachmentEncoded><Attachment>
<ContentTransferEncoded>{base64.b64encode(SCAN).decode()}</ContentTransferEncoded></Attachment></AttachmentEncoded>
</edXML>"""
EXPECTED = {
    "document_id": "000.00.00.H54,2025/03/31,12/UBND-KSTT",
    "from_code": "000.00.00.H54",
    "code_number": "12",
    "code_notation": "UBND-KSTT",
    "promulgated_on": "2025-03-31",
    "document_type": "18",
    "subject": "Về việc báo cáo quý I",
    "due_on": "2025-04-15",
    "priority": "1",
    "steering_type": "1",
    "business_type": "0",
    "responds_to": "H1|H2",
    "is_signed": "true",
    "has_paper": "false",
    "sent_at": "2025-03-31T16:05:00+07:00",
    "attachment_count": "1",
    "message_file": "in/a.edxml",
    "unreadable": None,
}
STATUS = """<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header>
<edXML:Status xmlns:edXML="http://schemas.xmlsoap.org/soap/envelope/"><edXML:ResponseFor>
<edXML:OrganId>000.00.00.H54</edXML:OrganId><edXML:DocumentId>D1</edXML:DocumentId></edXML:ResponseFor>
<edXML:From><edXML:OrganId>000.01.00.H54</edXML:OrganId></edXML:From><edXML:StatusCode>03</edXML:StatusCode>
<edXML:Timestamp>01/04/2025 08:00:00</edXML:Timestamp><edXML:StaffInfo><edXML:Staff>Trần Thị B</edXML:Staff>
</edXML:StaffInfo></edXML:Status></SOAP-ENV:Header><SOAP-ENV:Body/></SOAP-ENV:Envelope>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><edXML><Subject>&c;</Subject></edXML>"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a SYSTEM "file:///etc/passwd">]><edXML>&a;</edXML>'
Drop = Callable[..., Path]


def records(source: Source, raw: RawStore) -> dict[str, list[dict[str, Any]]]:
    files = source.fetch(None, None, raw)
    return {kind: rows_of(source, [file for file in files if file.kind == kind]) for kind in source.kinds}


def test_a_document_is_a_row_for_each_recipient(
    drop: Drop, opened: Callable[..., Source], raw: RawStore
) -> None:
    """Header fields arrive under the project's names; days and moments are ISO 8601, moments at +07:00."""
    drop("in/a.edxml", DOCUMENT)
    found = records(opened(**FOLDER), raw)
    assert found["document"] == [{**EXPECTED, "to_code": code} for code in ("000.01.00.H54", "000.02.00.H54")]
    assert found["status"] == []


def test_a_status_answers_a_document(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A SOAP envelope with a status is a record of its own kind; the officer's name is left out."""
    drop("in/b.xml", STATUS)
    (row,) = records(opened(**FOLDER), raw)["status"]
    assert row == {
        "document_id": "D1",
        "document_owner_code": "000.00.00.H54",
        "from_code": "000.01.00.H54",
        "status_code": "03",
        "status_at": "2025-04-01T08:00:00+07:00",
        "message_file": "in/b.xml",
        "unreadable": None,
    }


def test_attachments_leave_hash_and_size(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """What is kept differs from the message only in the attachments' content."""
    drop("in/a.edxml", DOCUMENT)
    (file,) = opened(**FOLDER).fetch(None, None, raw)
    ((_, kept),) = bundle.members(file.path)
    summed = f"sha256:{hashlib.sha256(SCAN).hexdigest()};bytes:{len(SCAN)}"
    assert kept.decode() == DOCUMENT.replace(base64.b64encode(SCAN).decode(), summed)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "DTDForbidden"),
        (OUTSIDE, "DTDForbidden"),
        (DOCUMENT[:900], "XML: no element found"),
        ("<edXML/>", "MessageHeader"),
        ("", "XML: no element found"),
    ],
)
def test_a_bad_message_becomes_a_row_that_says_why(
    drop: Drop, opened: Callable[..., Source], raw: RawStore, content: str, said: str
) -> None:
    """Entity bombs, outside entities and broken messages expand nothing and stop no other message."""
    drop("in/a.edxml", DOCUMENT)
    drop("in/bad.edxml", content)
    rows = records(opened(**FOLDER), raw)["document"]
    bad = rows[-1]
    assert len(rows) == 3
    assert bad["unreadable"].startswith(said)
    assert bad["document_id"] is None


def test_a_message_beyond_the_limit_is_not_read(
    drop: Drop, opened: Callable[..., Source], raw: RawStore
) -> None:
    """A message larger than the settings allow becomes a row that says so."""
    drop("in/a.edxml", DOCUMENT.replace("Về việc", "x" * 1024 * 1024))
    (row,) = records(opened(**FOLDER, largest_message_mb=1), raw)["document"]
    assert row["document_id"] is None


def test_messages_are_kept_once(drop: Drop, opened: Callable[..., Source], raw: RawStore) -> None:
    """A folder without news keeps nothing; a new message brings its own day's bundle again, whole."""
    source = opened(**FOLDER)
    drop("in/a.edxml", DOCUMENT, age_s=200_000)
    drop("in/b.edxml", STATUS, age_s=100)
    first = source.fetch(None, None, raw)
    assert source.fetch(None, None, raw) == first
    drop("in/c.edxml", STATUS.replace("D1", "D2"), age_s=90)
    assert first[0] in source.fetch(None, None, raw)
    assert len(raw.files()) == 3


def test_what_is_simulated_reads_as_it_was_generated(
    tmp_path: Path, opened: Callable[..., Source], raw: RawStore
) -> None:
    """The simulated folder speaks the interface: documents and statuses come back as they were."""
    documents = pl.DataFrame(
        [{**dict.fromkeys(edxml_message.DOCUMENT), **EXPECTED, "to_code": code} for code in ("A", "B")]
    ).select(edxml_message.DOCUMENT)
    statuses = pl.DataFrame({name: ["2025-04-01T08:00:00+07:00"] for name in edxml_message.STATUS})
    assert simulated.write(documents, statuses, tmp_path / "drop") == 2
    source = opened(**FOLDER, settled_seconds=0)
    found = records(source, raw)
    assert pl.DataFrame(found["document"]).select(edxml_message.DOCUMENT).equals(documents)
    assert pl.DataFrame(found["status"]).select(edxml_message.STATUS).equals(statuses)
    assert all(b"origin: simulated" in path.read_bytes() for path in tmp_path.rglob("*.edxml"))
