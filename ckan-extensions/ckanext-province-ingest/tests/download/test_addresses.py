"""Only public addresses are fetched from, however they are written and whatever leads to them."""

from __future__ import annotations

import ipaddress

import pytest
from ckanext.province_ingest.download import Limits, Refused, fetch
from ckanext.province_ingest.download.limits import is_public
from servers import TABLE, serving

NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "any address": "0.0.0.0",
    "private": "10.1.2.3",
    "private 172": "172.16.0.1",
    "private 192": "192.168.1.1",
    "carrier's": "100.64.0.1",
    "link-local, metadata": "169.254.169.254",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "203.0.113.1",
    "loopback 6": "::1",
    "any address 6": "::",
    "unique local, metadata": "fd00:ec2::254",
    "link-local 6": "fe80::1",
    "link-local 6 of an interface": "fe80::1%lo",
    "site-local 6": "fec0::1",
    "multicast 6": "ff02::1",
    "IPv4-mapped": "::ffff:127.0.0.1",
    "IPv4-compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "local NAT64": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:7f00:1::",
    "documentation 6": "2001:db8::1",
}
SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "0",
    "localhost",
    "LOCALHOST.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
]


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_addresses_that_are_not_public(name):
    """No address of these kinds is allowed unless an operator named it."""
    address = ipaddress.ip_address(NOT_PUBLIC[name])
    assert not is_public(address)
    assert not Limits().allows("data.example", address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(address):
    """Addresses of the internet are allowed."""
    assert Limits().allows("data.example", ipaddress.ip_address(address))


@pytest.mark.parametrize("entry", ["source.local", "10.1.2.3", "10.1.0.0/16"])
def test_operator_may_allow_a_source_inside(entry):
    """By name, address or network; what is beside it stays refused."""
    limits = Limits(allowed_inside=(entry,))
    assert limits.allows("source.local", ipaddress.ip_address("10.1.2.3"))
    assert not limits.allows("other.local", ipaddress.ip_address("10.9.0.1"))


@pytest.mark.parametrize("host", SPELLINGS)
def test_every_spelling_of_this_machine_is_refused(host, tmp_path):
    """What counts is where a name leads to, not how it is written."""
    with serving() as inside:
        with pytest.raises(Refused) as refused:
            fetch(f"http://{host}:{inside.server_port}/good", tmp_path / "file", Limits())
        assert refused.value.code in ("download_address", "download_unresolved")
        assert inside.seen == []


def test_name_with_a_public_and_a_private_address_is_refused(tmp_path):
    """One address inside is enough to refuse the name."""
    with pytest.raises(Refused) as refused:
        fetch(
            "http://data.example/",
            tmp_path / "file",
            Limits(),
            resolver=lambda *_: ["8.8.8.8", "10.0.0.1"],
        )
    assert refused.value.details == {"host": "data.example", "address": "10.0.0.1"}


class TestRebinding:
    """A name that leads elsewhere the second time."""

    def test_connection_goes_to_the_address_that_was_checked(self, tmp_path):
        """The name is resolved once; the answer of a second look-up would be another server."""
        answers = iter([["127.0.0.2"], ["127.0.0.3"]])
        limits = Limits(allowed_inside=("127.0.0.2",))
        with serving("127.0.0.2") as public, serving("127.0.0.3", public.server_port, b"secret") as inside:
            url = f"http://data.example:{public.server_port}/good"
            fetch(url, tmp_path / "file", limits, resolver=lambda *_: next(answers))
            assert (tmp_path / "file").read_bytes() == TABLE
            with pytest.raises(Refused):
                fetch(url, tmp_path / "file", limits, resolver=lambda *_: next(answers))
            assert inside.seen == []

    def test_redirect_to_the_same_name_is_checked_again(self, tmp_path):
        """Each redirect is resolved and checked as if it were the first address."""
        answers = iter([["127.0.0.2"], ["127.0.0.3"]])
        with serving("127.0.0.2") as public, serving("127.0.0.3", public.server_port) as inside:
            with pytest.raises(Refused) as refused:
                fetch(
                    f"http://data.example:{public.server_port}/elsewhere?/good",
                    tmp_path / "file",
                    Limits(allowed_inside=("127.0.0.2",)),
                    resolver=lambda *_: next(answers),
                )
            assert refused.value.details["address"] == "127.0.0.3"
            assert inside.seen == []


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/good", "//localhost:{port}/good"])
def test_redirect_to_this_machine_is_refused(target, tmp_path):
    """An allowed source cannot send us to an address that is not."""
    with serving("127.0.0.2") as source, serving("127.0.0.1") as inside:
        location = target.format(port=inside.server_port)
        with pytest.raises(Refused) as refused:
            fetch(
                f"http://source.local:{source.server_port}/elsewhere?{location}",
                tmp_path / "file",
                Limits(allowed_inside=("source.local",)),
                resolver=lambda host, _: ["127.0.0.2" if host == "source.local" else "127.0.0.1"],
            )
        assert refused.value.code == "download_address"
        assert inside.seen == []
