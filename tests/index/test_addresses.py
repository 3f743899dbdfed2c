"""Every block that serves a special purpose is refused to its last address, and nothing beside it.

The addresses are written out by hand, from IANA's registries of special-purpose addresses.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.addresses import is_public

# First, last, the one before the first, the one behind the last; - where that is not public either.
BLOCKS_4 = """
0.0.0.0         0.255.255.255     -                1.0.0.0
10.0.0.0        10.255.255.255    9.255.255.255    11.0.0.0
100.64.0.0      100.127.255.255   100.63.255.255   100.128.0.0
127.0.0.0       127.255.255.255   126.255.255.255  128.0.0.0
168.63.129.16   168.63.129.16     168.63.129.15    168.63.129.17
169.254.0.0     169.254.255.255   169.253.255.255  169.255.0.0
172.16.0.0      172.31.255.255    172.15.255.255   172.32.0.0
192.0.0.0       192.0.0.255       191.255.255.255  192.0.1.0
192.0.2.0       192.0.2.255       192.0.1.255      192.0.3.0
192.31.196.0    192.31.196.255    192.31.195.255   192.31.197.0
192.52.193.0    192.52.193.255    192.52.192.255   192.52.194.0
192.88.99.0     192.88.99.255     192.88.98.255    192.88.100.0
192.168.0.0     192.168.255.255   192.167.255.255  192.169.0.0
192.175.48.0    192.175.48.255    192.175.47.255   192.175.49.0
198.18.0.0      198.19.255.255    198.17.255.255   198.20.0.0
198.51.100.0    198.51.100.255    198.51.99.255    198.51.101.0
203.0.113.0     203.0.113.255     203.0.112.255    203.0.114.0
224.0.0.0       239.255.255.255   223.255.255.255  -
240.0.0.0       255.255.255.255   -                -
"""

BLOCKS_6 = """
::               ::                                          -  -
::1              ::1                                         -  -
::2              ::ffff:ffff                                 -  -
::ffff:0:0       ::ffff:ffff:ffff                            -  -
::ffff:0:0:0     ::ffff:0:ffff:ffff                          -  -
64:ff9b:1::      64:ff9b:1:ffff:ffff:ffff:ffff:ffff          -  -
100::            100::ffff:ffff:ffff:ffff                    -  -
100:0:0:1::      100:0:0:1:ffff:ffff:ffff:ffff               -  -
200::            1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  2000::
2001::           2001:0:ffff:ffff:ffff:ffff:ffff:ffff        2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff  -
2001:1::1        2001:1::3                                   -  -
2001:2::         2001:2:0:ffff:ffff:ffff:ffff:ffff           -  -
2001:3::         2001:3:ffff:ffff:ffff:ffff:ffff:ffff        -  -
2001:4:112::     2001:4:112:ffff:ffff:ffff:ffff:ffff         -  -
2001:10::        2001:1f:ffff:ffff:ffff:ffff:ffff:ffff       -  -
2001:20::        2001:2f:ffff:ffff:ffff:ffff:ffff:ffff       -  -
2001:30::        2001:3f:ffff:ffff:ffff:ffff:ffff:ffff       -  -
2001:100::       2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff      -  2001:200::
2001:db8::       2001:db8:ffff:ffff:ffff:ffff:ffff:ffff      2001:db7:ffff:ffff:ffff:ffff:ffff:ffff  2001:db9::
2002::           2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff     2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff  2003::
2620:4f:8000::   2620:4f:8000:ffff:ffff:ffff:ffff:ffff       2620:4f:7fff:ffff:ffff:ffff:ffff:ffff  2620:4f:8001::
3fff::           3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff      3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff  3fff:1000::
4000::           5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff     3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  -
5f00::           5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  -
fc00::           fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  -
fe80::           febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  -
fec0::           feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  -
ff00::           ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff     -  -
"""  # noqa: E501 (addresses have no place to break)


def inside(table: str) -> list[str]:
    return [address for line in table.split("\n") for address in line.split()[:2]]


def beside(table: str) -> list[str]:
    return [one for line in table.split("\n") for one in line.split()[2:] if one != "-"]


@pytest.mark.parametrize("address", inside(BLOCKS_4))
def test_no_address_of_a_special_block_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", beside(BLOCKS_4))
def test_the_neighbours_of_a_special_block_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", inside(BLOCKS_6))
def test_no_ipv6_address_of_a_special_block_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", beside(BLOCKS_6))
def test_the_neighbours_of_a_special_ipv6_block_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", inside(BLOCKS_4))
@pytest.mark.parametrize(
    "prefix",
    [
        "64:ff9b::",  # NAT64
        "64:ff9b:1::",  # NAT64 within a network
        "::ffff:",  # IPv4-mapped
        "::",  # IPv4-compatible
        "::ffff:0:",  # IPv4-translated
        "2a00:1450:4001::5efe:",  # ISATAP
        "2a00:1450:4001:0:200:5efe:",  # ISATAP, of an address said to be unique
    ],
)
def test_an_inner_ipv4_address_stays_inner_within_ipv6(prefix: str, address: str) -> None:
    assert not is_public(prefix + address)


@pytest.mark.parametrize("address", inside(BLOCKS_4))
def test_an_inner_ipv4_address_stays_inner_in_6to4_and_teredo(address: str) -> None:
    number = int(IPv4Address(address))
    assert not is_public(str(IPv6Address(0x2002 << 112 | number << 80)))
    assert not is_public(str(IPv6Address(0x2001_0000 << 96 | (number ^ 0xFFFF_FFFF))))


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "169.254.170.2", "169.254.169.123", "100.100.100.200", "192.0.0.192",
        "168.63.129.16", "fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe",
    ],
)  # fmt: skip
def test_no_address_at_which_clouds_tell_their_secrets_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e",
        "2620:fe::fe", "2400:cb00::1", "64:ff9b::8.8.8.8", "64:ff9b::5db8:d70e",
        "2a00:1450:4001::5efe:8.8.8.8",
    ],
)  # fmt: skip
def test_what_sites_have_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text",
    [
        "", "localhost", "0", "127.1", "0177.0.0.1", "0x7f.1", "2130706433", "8.8.8", "8.8.8.8 ",
        "8.8.8.8/32", "8.8.8.8.", "2606:4700:4700::1111%eth0", "[2606:4700:4700::1111]", "8.8.8.08",
        "１.１.１.１",
    ],
)  # fmt: skip
def test_what_is_no_address_as_usually_written_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses())
def test_nothing_that_python_knows_to_be_inner_is_public(
    address: IPv4Address | IPv6Address,
) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_private
        assert not address.is_multicast
