"""Which addresses lie in the public internet, and so may be connected to.

A list of what is refused is only as good as what its author knew. For IPv6 it is therefore the
other way round: of the whole space only what is assigned to the public, less the blocks within it
that serve another purpose. Python's own judgement (`is_global`) must agree; alone it would let
through multicast, site-local and translated addresses. The blocks are IANA's special-purpose
registries (RFC 6890 and its successors).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_SPECIAL_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network; many systems take 0.0.0.0 for themselves
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by customers of a carrier, and a cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's metadata, at an address that looks public
        "169.254.0.0/16",  # link-local, and the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112: whoever is nearest answers
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: a relay would unpack the IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# Where a network has only IPv6, this is how it reaches a site that has only IPv4.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# The interface identifiers of ISATAP, 0:5efe and 200:5efe, stand before an IPv4 address.
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def is_public(address: str) -> bool:
    """Whether `address`, as it is usually written, is one of the public internet.

    An IPv4 address that an IPv6 one is translated to, or tunnelled to, must be public as well.
    """
    try:
        judged = ip_address(address)
    except ValueError:
        return False
    if isinstance(judged, IPv4Address):
        return _is_public_4(judged)
    if judged.scope_id is not None:
        return False
    within = IPv4Address(int(judged) & 0xFFFF_FFFF)
    if judged in _TRANSLATED:
        return _is_public_4(within)
    return _is_public_6(judged) and (not _is_tunnel(judged) or _is_public_4(within))


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in block for block in _SPECIAL_4)


def _is_public_6(address: IPv6Address) -> bool:
    return (
        address.is_global
        and address in _PUBLIC_6
        and not any(address in block for block in _SPECIAL_6)
    )


def _is_tunnel(address: IPv6Address) -> bool:
    return (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
