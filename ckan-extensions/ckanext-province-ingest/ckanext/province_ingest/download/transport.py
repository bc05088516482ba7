"""One request to the very address that was checked; nothing is resolved again while connecting."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException

import certifi
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as TimeoutException
from urllib3.util import Url

from .errors import Refused
from .limits import Limits

Resolver = Callable[[str, int], list[str]]

FAILURES = (OSError, HTTPError, HTTPException)
PORTS = {"http": 80, "https": 443}
USER_AGENT = "ckanext-province-ingest"


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def trusted() -> ssl.SSLContext:
    """Trust in the system's authorities, to which an operator can add, and in Mozilla's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def checked_addresses(url: Url, limits: Limits, resolver: Resolver) -> list[str]:
    """Every address that the name leads to.

    :raises Refused: when there is none, or when one of them is not allowed
    """
    host = (url.host or "").strip("[]")
    try:
        found = resolver(host, url.port or PORTS[str(url.scheme)])
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise Refused("unresolved", host=host)
    for address in found:
        if not limits.allows(host, ipaddress.ip_address(address)):
            raise Refused("address", host=host, address=address)
    return found


class Deadline:
    """Ends what is going on when the time is over, wherever it waits: handshake, header or body."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self.elapsed >= self.seconds

    @contextmanager
    def closes(self, connection: HTTPConnection) -> Iterator[None]:
        """Cut the connection when the time is over, also one that is only made after that."""
        finished = threading.Event()

        def watch() -> None:
            patience = max(self.seconds - self.elapsed, 0)
            while not finished.wait(patience):
                _cut(connection)
                patience = 0.2

        threading.Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            finished.set()
            connection.close()


def _cut(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            # An SSLSocket's own shutdown() drops its state under the reader's feet
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


@contextmanager
def answer_of(
    url: Url, addresses: list[str], limits: Limits, deadline: Deadline, tls: ssl.SSLContext
) -> Iterator[HTTPResponse]:
    """The server's answer, its body not read yet.

    :raises Refused: when no address can be connected to, the certificate does not fit, or time is over
    """
    for address in addresses:
        connection = _connection(url, address, limits, tls)
        with deadline.closes(connection):
            try:
                connection.connect()
            except FAILURES as error:
                if address != addresses[-1] and not deadline.over:
                    continue
                raise _connection_failure(url, error, deadline, limits) from error
            yield _request(connection, url, deadline, limits)
            return


def _connection(url: Url, address: str, limits: Limits, tls: ssl.SSLContext) -> HTTPConnection:
    port = url.port or PORTS[str(url.scheme)]
    if url.scheme == "http":
        return HTTPConnection(address, port, timeout=limits.idle_s)
    # Name for SNI and for the certificate; the connection itself goes to the checked address
    name = (url.host or "").strip("[]")
    return HTTPSConnection(address, port, timeout=limits.idle_s, server_hostname=name, ssl_context=tls)


def _request(connection: HTTPConnection, url: Url, deadline: Deadline, limits: Limits) -> HTTPResponse:
    headers = {
        "Host": url.netloc,
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    try:
        connection.request("GET", url.request_uri, headers=headers, preload_content=False)
        return connection.getresponse()
    except FAILURES as error:
        raise _connection_failure(url, error, deadline, limits) from error


def _connection_failure(url: Url, error: Exception, deadline: Deadline, limits: Limits) -> Refused:
    if deadline.over:
        return Refused("slow", host=url.host, seconds=round(deadline.seconds))
    # urllib3 counts a refused connection among the timeouts
    timeout = isinstance(error, (TimeoutError, TimeoutException))
    if timeout and not isinstance(error, NewConnectionError):
        return Refused("silent", host=url.host, seconds=round(limits.idle_s))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused("certificate", host=url.host, note=error.verify_message)
    return Refused("connection", host=url.host, note=error.__cause__ or error)
