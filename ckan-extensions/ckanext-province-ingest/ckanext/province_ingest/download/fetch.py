"""Downloads one file into a local one, or says why not.

Neither proxies nor cookies nor credentials are used: what is fetched is what anybody could fetch.
"""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError
from urllib3.util import Url, parse_url

from . import transport
from .errors import Refused
from .limits import Limits
from .transport import Deadline, Resolver

CHUNK = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_STARTS = (b"<!doctype html", b"<html")


@dataclass(frozen=True)
class Fetched:
    """What was downloaded.

    :param final_url: address after redirects
    :param content_type: media type as the server says it, without parameters; empty when it says none
    :param file_name: name that the server or the address gives it, without folders; may be empty
    :param bytes: size of the file as written
    """

    final_url: str
    content_type: str
    file_name: str
    sha256: str
    bytes: int


def fetch(
    url: str,
    target: Path,
    limits: Limits,
    *,
    resolver: Resolver = transport.resolve,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Download ``url`` to ``target``.

    :param resolver: addresses of a host
    :param tls: which certificates are trusted; the system's unless given
    :raises Refused: with the code of the reason; ``target`` is not there then
    """
    tls = tls or transport.trusted()
    deadline = Deadline(limits.deadline_s)
    for _ in range(limits.max_redirects + 1):
        parsed = _checked_url(url)
        addresses = transport.checked_addresses(parsed, limits, resolver)
        with transport.answer_of(parsed, addresses, limits, deadline, tls) as answer:
            if answer.status not in REDIRECTS:
                return _save(answer, parsed, target, limits, deadline)
            url = urljoin(parsed.url, answer.headers.get("Location", ""))
    raise Refused("redirects", limit=limits.max_redirects)


def _checked_url(url: str) -> Url:
    try:
        parsed = parse_url(url)
    except LocationParseError as error:
        raise Refused("url", url=url) from error
    if parsed.scheme not in transport.PORTS:
        raise Refused("scheme", scheme=parsed.scheme or "")
    if parsed.auth is not None:
        raise Refused("credentials", host=parsed.host)
    if not parsed.host:
        raise Refused("url", url=url)
    return parsed


def _save(answer: HTTPResponse, url: Url, target: Path, limits: Limits, deadline: Deadline) -> Fetched:
    _check_header(answer, url, limits)
    try:
        digest, size = _write(answer, url, target, limits, deadline)
    except HTTPError as error:
        target.unlink(missing_ok=True)
        raise _reading_failure(error, url, limits, deadline) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Fetched(url.url, _media_type(answer), _file_name(answer, url), digest, size)


def _check_header(answer: HTTPResponse, url: Url, limits: Limits) -> None:
    if answer.status != 200:
        raise Refused("status", host=url.host, status=answer.status)
    if _media_type(answer) in PAGE_TYPES:
        raise Refused("page", host=url.host)
    declared = answer.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise Refused("size", limit=limits.max_bytes)


def _write(
    answer: HTTPResponse, url: Url, target: Path, limits: Limits, deadline: Deadline
) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        # read1 returns with what is there, so that a drip does not hold up the checks
        while chunk := answer.read1(CHUNK, decode_content=True):
            if size == 0 and chunk.lstrip()[:16].lower().startswith(PAGE_STARTS):
                raise Refused("page", host=url.host)
            size += len(chunk)
            if size > limits.max_bytes:
                raise Refused("size", limit=limits.max_bytes)
            _check_pace(url, size, limits, deadline)
            digest.update(chunk)
            file.write(chunk)
    _check_end(url, size, deadline)
    return digest.hexdigest(), size


def _check_pace(url: Url, size: int, limits: Limits, deadline: Deadline) -> None:
    crawls = size < limits.min_bytes_per_s * deadline.elapsed
    if deadline.over or (crawls and deadline.elapsed > deadline.seconds / 10):
        raise Refused("slow", host=url.host, seconds=round(deadline.elapsed))


def _check_end(url: Url, size: int, deadline: Deadline) -> None:
    if deadline.over:
        raise Refused("slow", host=url.host, seconds=round(deadline.elapsed))
    if not size:
        raise Refused("empty", host=url.host)


def _reading_failure(error: HTTPError, url: Url, limits: Limits, deadline: Deadline) -> Refused:
    if deadline.over:
        return Refused("slow", host=url.host, seconds=round(deadline.elapsed))
    if isinstance(error, ReadTimeoutError):
        return Refused("silent", host=url.host, seconds=round(limits.idle_s))
    return Refused("incomplete", host=url.host)


def _media_type(answer: HTTPResponse) -> str:
    return answer.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _file_name(answer: HTTPResponse, url: Url) -> str:
    header = Message()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
    name = header.get_filename() or unquote(url.path or "")
    return PurePosixPath(name.replace("\\", "/")).name
