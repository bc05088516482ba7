"""A REST service behind OAuth2 client credentials, as on an LGSP, with generated records.

``POST /oauth/token`` gives a token; ``GET /v1/<kind>`` gives records, by ``page`` and ``size`` or by
``cursor`` and ``size``. Answers are ``{"origin": "simulated", "total", "next", "items"}`` with an ETag. The
service misbehaves on demand, as services do. It listens on this machine only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import polars as pl
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from pipelines.simulation.interfaces.cells import texts

HOST = "127.0.0.1"
ROW = "row_id"
"""Number of a row in its list."""
CHANGED = "updated_at"
"""Column that ``changed_since`` is compared with."""
MOMENT = "%Y-%m-%dT%H:%M:%S%:z"


@dataclass
class Faults:
    """How the service misbehaves; nothing of it is random."""

    refusals: list[int] = field(default_factory=list)
    """Statuses that the next requests for records are answered with, instead of records."""
    token_requests: int | None = None
    """Requests that one token is good for; it never expires when absent."""
    moves: list[Callable[[pl.DataFrame], pl.DataFrame]] = field(default_factory=list)
    """What happens to a list each time that its first page has been read."""
    cut_short: int = 0
    """How many of the next answers with records break off in the middle."""


class Service:
    """The application (WSGI) over ``records`` by kind; each row gets a number, :data:`ROW`, as its key."""

    def __init__(self, records: Mapping[str, pl.DataFrame], faults: Faults | None = None) -> None:
        self.client_id, self.client_secret = "simulated", secrets.token_urlsafe(24)
        self.requests = 0
        """Requests for records so far."""
        self._lists = {kind: _numbered(frame) for kind, frame in records.items()}
        self._faults = faults or Faults()
        self._tokens: dict[str, int] = {}
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        with self._lock:
            answer = self._token(request) if request.path == "/oauth/token" else self._records(request)
        answer.headers["X-Origin"] = "simulated"
        return answer(environ, start_response)

    def save_credentials(self, path: Path) -> None:
        """Write the client's id and secret to a file that only its owner can read."""
        path.touch()
        path.chmod(0o600)
        path.write_text(json.dumps({"client_id": self.client_id, "client_secret": self.client_secret}))

    def _token(self, request: Request) -> Response:
        known = request.authorization
        granted = request.method == "POST" and request.form.get("grant_type") == "client_credentials"
        if not granted or not known or known.type != "basic":
            return _json({"error": "invalid_request"}, 400)
        if (known.username, known.password) != (self.client_id, self.client_secret):
            return _json({"error": "invalid_client"}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = 0
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": 3600}, 200)

    def _records(self, request: Request) -> Response:
        self.requests += 1
        kind = request.path.removeprefix("/v1/")
        if not self._is_known(request):
            return _json({"error": "invalid_token"}, 401)
        if kind not in self._lists:
            return _json({"error": "not_found"}, 404)
        if self._faults.refusals:
            answer = _json({"error": "busy"}, self._faults.refusals.pop(0))
            answer.headers["Retry-After"] = "0"
            return answer
        answer = _page(self._lists[kind], request.args)
        if request.args.get("page") == "1" and self._faults.moves:
            self._lists[kind] = self._faults.moves.pop(0)(self._lists[kind])
        if self._faults.cut_short:
            self._faults.cut_short -= 1
            length = len(answer.data)
            answer.data = answer.data[: length // 2]
            answer.headers["Content-Length"] = str(length)
            return answer
        answer.add_etag()
        return answer.make_conditional(request)

    def _is_known(self, request: Request) -> bool:
        token = request.authorization.token if request.authorization else None
        if token not in self._tokens:
            return False
        self._tokens[token] += 1
        limit = self._faults.token_requests
        return limit is None or self._tokens[token] <= limit


@contextmanager
def serving(service: Service, port: int = 0) -> Iterator[str]:
    """The service's address while it runs; a free port unless one is named."""
    server: BaseWSGIServer = make_server(HOST, port, service, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return texts(frame).with_row_index(ROW, 1).with_columns(pl.col(ROW).cast(pl.String))


def _page(frame: pl.DataFrame, query: Mapping[str, str]) -> Response:
    size = int(query.get("size", "100"))
    if (since := query.get("changed_since")) and CHANGED in frame.columns:
        frame = frame.filter(pl.col(CHANGED).str.to_datetime(time_zone="UTC") >= _moment(since))
    by_cursor = "page" not in query
    start = _after(frame, query.get("cursor")) if by_cursor else (int(query["page"]) - 1) * size
    items = frame.slice(start, size)
    more = start + size < frame.height
    answer = {"origin": "simulated", "total": frame.height, "next": items[-1, 0] if more else None}
    body = json.dumps(answer, ensure_ascii=False)[:-1] + f', "items": {items.write_json()}}}'
    return Response(body, mimetype="application/json")


def _after(frame: pl.DataFrame, key: str | None) -> int:
    if key is None:
        return 0
    place = (frame.to_series(0) == key).arg_max()
    return (place or 0) + 1


def _moment(text: str) -> pl.Expr:
    return pl.lit(text).str.to_datetime(MOMENT, time_zone="UTC")


def _json(content: Any, status: int) -> Response:
    return Response(json.dumps(content), status, mimetype="application/json")
