"""A download ends with the whole file or with a reason, within its limits."""

from __future__ import annotations

import hashlib
import re
import shutil
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from ckanext.province_ingest import download as package
from ckanext.province_ingest import messages
from ckanext.province_ingest.download import Limits, Refused, fetch
from servers import TABLE, serving

INSIDE = Limits(allowed_inside=("127.0.0.0/8",), max_bytes=1_000_000, idle_s=2, deadline_s=20)


@pytest.fixture
def source():
    with serving() as server:
        yield server


@pytest.fixture
def download(source, tmp_path):
    """Fetch a path of the source by its name, which the resolver knows."""

    def get(path: str, limits: Limits = INSIDE):
        url = f"http://source.test:{source.server_port}/{path}"
        return fetch(url, tmp_path / "file", limits, resolver=lambda *_: ["127.0.0.1"])

    return get


def test_whole_file_with_its_facts(download, source, tmp_path):
    """Bytes as sent, with digest, size, type and name; the server sees its name, and nobody's credentials."""
    found = download("data/good.csv?year=2024")
    assert (tmp_path / "file").read_bytes() == TABLE
    assert (found.sha256, found.bytes) == (hashlib.sha256(TABLE).hexdigest(), len(TABLE))
    assert (found.content_type, found.file_name) == ("text/csv", "good.csv")
    host, headers = source.seen[0]
    assert host == f"source.test:{source.server_port}"
    assert headers["Accept-Encoding"] == "identity"
    assert not {"Authorization", "Cookie"} & headers.keys()


def test_name_from_the_server_has_no_folders(download):
    """A name that the server gives is only a name."""
    assert download("named").file_name == "tháng 1.csv"


def test_redirects_are_followed(download):
    """The final address is told."""
    assert download("elsewhere?/good").final_url.endswith("/good")


def test_second_address_is_tried(source, tmp_path):
    """Where the first address of a name does not answer the next one is taken."""
    url = f"http://source.test:{source.server_port}/good"
    fetch(url, tmp_path / "file", INSIDE, resolver=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert (tmp_path / "file").read_bytes() == TABLE


@pytest.mark.parametrize(
    ("path", "code"),
    {
        "missing": "status",
        "login": "page",
        "disguised": "page",
        "empty": "empty",
        "declared": "size",
        "chunked": "size",
        "bomb": "size",
        "cut": "incomplete",
        "silent": "silent",
        "loop": "redirects",
    }.items(),
)
def test_refused_and_nothing_left(download, tmp_path, path, code):
    """Each wrong answer has its reason, and no part of a file stays."""
    with pytest.raises(Refused) as refused:
        download(path)
    assert refused.value.code == f"download_{code}"
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize("path", ["drip", "header", "elsewhere?/header"])
def test_drip_ends_with_the_deadline(download, path):
    """A server that sends byte by byte, in the body or in the header, is cut off when time is over."""
    with pytest.raises(Refused) as refused:
        download(path, replace(INSIDE, deadline_s=1, min_bytes_per_s=0))
    assert refused.value.code == "download_slow"


def test_rate_below_the_minimum_ends_early(download):
    """Too slow a server is not waited for until the deadline."""
    limits = replace(INSIDE, deadline_s=10, min_bytes_per_s=1000)
    with pytest.raises(Refused) as refused:
        download("drip", limits)
    assert refused.value.details["seconds"] < limits.deadline_s


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://data.example/file.csv", "scheme"),
        ("gopher://data.example/", "scheme"),
        ("data.csv", "scheme"),
        ("http://user:word@data.example/", "credentials"),
        ("http://user@data.example/", "credentials"),
        ("http://[::1", "url"),
        ("http:///file.csv", "url"),
        ("http://nowhere.invalid/", "unresolved"),
    ],
)
def test_address_refused_before_anything_is_sent(tmp_path, url, code):
    """Only http and https addresses of a host, without credentials, are asked."""
    with pytest.raises(Refused) as refused:
        fetch(url, tmp_path / "file", Limits())
    assert refused.value.code == f"download_{code}"


def test_redirect_to_a_file_is_refused(download):
    """A redirect cannot leave http."""
    with pytest.raises(Refused) as refused:
        download("elsewhere?file:///etc/passwd")
    assert refused.value.code == "download_scheme"


def test_nobody_listens(tmp_path):
    """A closed port is told as such."""
    with serving() as closed:
        port = closed.server_port
    with pytest.raises(Refused) as refused:
        fetch(f"http://127.0.0.1:{port}/", tmp_path / "file", INSIDE)
    assert refused.value.code == "download_connection"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    openssl = shutil.which("openssl")
    assert openssl, "openssl comes with PostgreSQL's packages"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=source -keyout key.pem -out cert.pem"
    name = ["-addext", "subjectAltName=DNS:source.test"]
    subprocess.run([openssl, *words.split(), *name], cwd=folder, check=True, capture_output=True)
    return folder


class TestCertificates:
    """The address is pinned, but the certificate is that of the name."""

    @pytest.fixture
    def get(self, certificate, tmp_path):
        """Fetch over TLS, trusting the source's authority or not; also the names asked for by SNI."""
        server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server_side.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        names = []
        server_side.sni_callback = lambda _, name, __: names.append(name)

        def download(host: str, trusted: bool):
            tls = ssl.create_default_context(cafile=certificate / "cert.pem") if trusted else None
            url = f"https://{host}:{server.server_port}/good"
            file = tmp_path / "file"
            return fetch(url, file, INSIDE, resolver=lambda *_: ["127.0.0.1"], tls=tls), names

        with serving(tls=server_side) as server:
            yield download

    def test_name_of_the_certificate(self, get):
        """SNI and the certificate's name are the host's, while the connection goes to the address."""
        found, names = get("source.test", trusted=True)
        assert found.bytes == len(TABLE)
        assert names == ["source.test"]

    @pytest.mark.parametrize(("host", "trusted"), [("other.test", True), ("source.test", False)])
    def test_wrong_certificate(self, get, host, trusted):
        """Another name, or an authority that nobody knows, is refused."""
        with pytest.raises(Refused) as refused:
            get(host, trusted)
        assert refused.value.code == "download_certificate"


def test_every_reason_is_told():
    """Each code that the downloader can raise has its sentence, and the other way round."""
    folder = Path(package.__file__).parent
    raised = {
        f"download_{code}"
        for path in folder.glob("*.py")
        for code in re.findall(r'Refused\("(\w+)"', path.read_text("utf-8"))
    }
    told = {code for code in messages.catalogue()["failures"] if code.startswith("download_")}
    assert raised == told
