"""What a download may reach and how much it may take."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: The part of IPv6 that is handed out for the public internet (RFC 4291, section 2.4; IANA).
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True)
class Limits:
    """Bounds of one download.

    :param allowed_inside: host names, addresses and networks (CIDR) of source systems inside, which are not
        public and may be fetched from all the same
    :param max_bytes: size of the file, after decoding
    :param deadline_s: longest duration over all redirects
    :param idle_s: longest silence of the server
    :param min_bytes_per_s: slowest average rate, looked at once ``deadline_s / 10`` is over
    """

    allowed_inside: tuple[str, ...] = ()
    max_bytes: int = 256 * 1024 * 1024
    deadline_s: float = 900
    idle_s: float = 30
    min_bytes_per_s: int = 1024
    max_redirects: int = 5

    def allows(self, host: str, address: Address) -> bool:
        """Whether a connection to this address, which the host's name led to, may be made."""
        if host in {entry.lower() for entry in self.allowed_inside}:
            return True
        address = getattr(address, "ipv4_mapped", None) or address
        return is_public(address) or any(address in network for network in self._networks())

    def _networks(self) -> list[Network]:
        found = []
        for entry in self.allowed_inside:
            try:
                found.append(ipaddress.ip_network(entry))
            except ValueError:
                continue
        return found


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    Addresses that carry an IPv4 address inside (6to4, Teredo, NAT64) are not: they can lead to a private one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carries = address.sixtofour is not None or address.teredo is not None
        return address in GLOBAL_IPV6 and address.is_global and not carries
    return address.is_global and not address.is_multicast and not address.is_reserved
