"""``source.yaml`` of a pipeline: which adapter brings which kinds of records, and from where.

Paths are below the folder of the instance unless they are absolute. Secrets are never in this file: it names
the file that holds them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import StringConstraints

from data_contract.models import ColumnName, Slug, Strict
from pipelines.contract.types import Line, WebAddress

Kind = ColumnName
"""Kind of record: the name of a file under ``records/``."""
AddressPath = Annotated[str, StringConstraints(pattern=r"^/\S*$")]
Positive = Annotated[int, Setting(ge=1)]
Natural = Annotated[int, Setting(ge=0)]


class Folder(Strict):
    """A drop folder with CSV, XLSX, JSON or JSON Lines files."""

    adapter: Literal["folder"]
    """Name of this adapter."""
    name: Slug
    """Name of the source in messages and in the raw store."""
    folder: Line
    """Folder that files are put into."""
    kinds: Annotated[dict[Kind, Line], Setting(min_length=1)]
    """Each kind of record and the pattern of its files' names, such as ``dossiers-*.csv``."""
    complete: Literal["settled", "marker"]
    """How a whole file is told: unchanged for a while, or by a file beside it that ends in ``.done``."""
    settled_seconds: Natural = 60
    """How long a file must have been unchanged."""


class Events(Strict):
    """A drop folder with the event files of camera analytics."""

    adapter: Literal["events"]
    """Name of this adapter."""
    name: Slug
    """Name of the source in messages and in the raw store."""
    folder: Line
    """Folder that event files are put into."""
    kind: Kind
    """Kind of record that an event is."""
    pattern: Line
    """Pattern of the files' names, such as ``*.jsonl``."""
    settled_seconds: Natural = 60
    """How long a file must have been unchanged."""


class Edxml(Strict):
    """A folder of edXML messages, one file each (QCVN 102:2016/BTTTT)."""

    adapter: Literal["edxml"]
    """Name of this adapter."""
    name: Slug
    """Name of the source in messages and in the raw store."""
    folder: Line
    """Folder that messages are put into; folders in it are looked into too."""
    documents: Kind
    """Kind of record for document messages, one record for each recipient."""
    statuses: Kind
    """Kind of record for status messages."""
    settled_seconds: Natural = 60
    """How long a file must have been unchanged."""
    largest_message_mb: Positive = 100
    """Largest message that is read, attachments included, in MiB."""


class PageNumber(Strict):
    """Paging by number: pages shift when the list changes, so each is asked for once more at the end."""

    by: Literal["page"]
    """Name of this way of paging."""
    page: Line
    """Parameter for the page's number; the first page is 1."""
    size: Line
    """Parameter for the number of records on a page."""


class Cursor(Strict):
    """Paging by cursor: each answer names the place at which the next one starts."""

    by: Literal["cursor"]
    """Name of this way of paging."""
    cursor: Line
    """Parameter for the cursor."""
    next: Line
    """Place of the next cursor in the answer, such as ``meta.next``; empty or null at the end."""
    size: Line
    """Parameter for the number of records on a page."""


class RestKind(Strict):
    """One list of records of a REST service."""

    path: AddressPath
    """Path below the source's ``url``."""
    records: Line
    """Place of the list in the answer, such as ``data.items``."""
    key: Annotated[list[Line], Setting(min_length=1)]
    """Names whose values tell rows of the list apart; one that comes twice means that pages have shifted."""
    without: list[Line] = Setting(default_factory=list)
    """Names that belong to the list and not to its records, such as a row's number."""
    total: Line | None = None
    """Place of the number of all records in the answer."""
    paging: Annotated[PageNumber | Cursor, Setting(discriminator="by")]
    """How the list is cut into pages."""
    page_size: Positive = 1000
    """Records asked for on a page."""
    since: Line | None = None
    """Parameter that limits the list to records changed since a moment (ISO 8601 with zone)."""


class Rest(Strict):
    """A REST service behind OAuth2 client credentials (RFC 6749, section 4.4), as on an LGSP."""

    adapter: Literal["rest"]
    """Name of this adapter."""
    name: Slug
    """Name of the source in messages and in the raw store."""
    url: WebAddress
    """Address that the paths of kinds are added to; ``https`` unless it is this machine's own."""
    token_url: WebAddress
    """Address of the token endpoint; ``https`` unless it is this machine's own."""
    credentials: Line
    """File of mode 0600 with ``{"client_id": …, "client_secret": …}``."""
    scope: Line | None = None
    """Scope asked for with the token."""
    kinds: Annotated[dict[Kind, RestKind], Setting(min_length=1)]
    """Each kind of record and its list."""
    timeout_seconds: Positive = 60
    """Longest wait for an answer to begin, or between two parts of it."""
    tries: Positive = 5
    """Tries of one request that is answered 429 or 5xx, and readings of a list whose pages shift."""
    largest_page_mb: Positive = 64
    """Largest answer that is read, in MiB."""


class SqlKind(Strict):
    """One table or view."""

    table: Line
    """Name, with its schema before a dot where it is not the default one."""
    columns: list[Line] = Setting(default_factory=list)
    """Columns to read; all when none is named."""
    watermark: Line
    """Column with the moment of the last change, which never goes back."""
    key: Annotated[list[Line], Setting(min_length=1)]
    """Columns that tell rows apart."""


class Sql(Strict):
    """A database that SQLAlchemy can read."""

    adapter: Literal["sql"]
    """Name of this adapter."""
    name: Slug
    """Name of the source in messages and in the raw store."""
    url_file: Line
    """File of mode 0600 with the SQLAlchemy address of the database."""
    kinds: Annotated[dict[Kind, SqlKind], Setting(min_length=1)]
    """Each kind of record and its table."""
    zone: Line | None = None
    """Zone of moments that the database keeps without one, such as ``Asia/Ho_Chi_Minh``."""
    overlap_minutes: Natural = 10
    """How far before the last reading to read again: transactions that committed late carry earlier times."""
    tries: Positive = 3
    """Tries when the database goes away; reading goes on after the last row that arrived."""


AnySource = Annotated[Folder | Events | Edxml | Rest | Sql, Setting(discriminator="adapter")]


class SourceFile(Strict):
    """The whole file."""

    sources: Annotated[list[AnySource], Setting(min_length=1)]
    """Sources of the pipeline; each kind of record comes from one of them."""
