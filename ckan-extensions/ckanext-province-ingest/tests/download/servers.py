"""Real servers on loopback addresses that answer as badly as one wants."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TABLE = b"month,count\n2024-01,1\n"
BOMB = gzip.compress(bytes(3_000_000))


class Source(BaseHTTPRequestHandler):
    """One path for each way to answer; the server's ``stop`` event ends what would last."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer by the path's last part."""
        name = self.path.partition("?")[0].rsplit("/", 1)[-1].partition(".")[0]
        self.server.seen.append((self.headers["Host"], dict(self.headers)))
        getattr(self, f"_{name}")()

    def _send(self, body=TABLE, status=200, **headers):
        self.send_response(status)
        fields = {"Content_Type": "text/csv", "Content_Length": len(body), **headers}
        for key, value in fields.items():
            if value is not None:
                self.send_header(key.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def _good(self):
        self._send(self.server.body)

    def _named(self):
        self._send(Content_Disposition="attachment; filename*=UTF-8''..%2Fth%C3%A1ng%201.csv")

    def _missing(self):
        self._send(b"", 404)

    def _login(self):
        self._send(b"<p>Sign in</p>", Content_Type="text/html; charset=utf-8")

    def _disguised(self):
        self._send(b"\n <!DOCTYPE html><p>Sign in</p>")

    def _empty(self):
        self._send(b"")

    def _declared(self):
        self._send(TABLE, Content_Length=10**9)

    def _chunked(self):
        self._send(b"", Content_Length=None, Transfer_Encoding="chunked")
        for _ in range(30):
            self.wfile.write(b"186a0\r\n" + bytes(100_000) + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _bomb(self):
        self._send(BOMB, Content_Encoding="gzip")

    def _cut(self):
        self._send(TABLE, Content_Length=len(TABLE) + 7)
        self.close_connection = True

    def _silent(self):
        self._send(TABLE, Content_Length=1000)
        self.server.stop.wait()

    def _drip(self):
        self._send(b"", Content_Length=10**6)
        self._drop_by_drop(b"x")

    def _header(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self._drop_by_drop(b"x")

    def _drop_by_drop(self, drop):
        while not self.server.stop.is_set():
            self.wfile.write(drop)
            self.wfile.flush()
            time.sleep(0.05)

    def _loop(self):
        self._send(b"", 302, Location="/loop")

    def _elsewhere(self):
        self._send(b"", 302, Location=self.path.partition("?")[2])

    def log_message(self, *arguments):
        """Tests read what was asked from ``seen``."""


@contextmanager
def serving(address="127.0.0.1", port=0, body=TABLE, tls: ssl.SSLContext | None = None) -> Iterator:
    """A running server; ``server_port`` is its port."""
    server = ThreadingHTTPServer((address, port), Source)
    server.body, server.seen, server.stop = body, [], threading.Event()
    server.handle_error = lambda *arguments: None
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
