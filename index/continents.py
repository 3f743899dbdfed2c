"""Continents whose countries the sources may name: "Asian nations" are spoken of where Japan is.

Europe stands in sources as a power of its own, and America is a country's name: see `index.places`.
"""

from __future__ import annotations

_ASIA = """
afghanistan bahrain bangladesh bhutan brunei cambodia china india indonesia iran iraq israel japan
jordan kazakhstan kuwait kyrgyzstan laos lebanon malaysia maldives mongolia myanmar nepal
north_korea oman pakistan palestine philippines qatar saudi_arabia singapore south_korea syria
taiwan tajikistan thailand turkmenistan uae uzbekistan vietnam yemen
"""
_AFRICA = """
algeria angola benin botswana burundi cameroon chad comoros congo djibouti egypt eritrea eswatini
ethiopia gabon gambia ghana guinea kenya lesotho liberia libya madagascar malawi mali mauritania
mauritius morocco mozambique namibia niger nigeria rwanda senegal seychelles somalia south_africa
sudan tanzania togo tunisia uganda zambia zimbabwe
"""


def _countries(table: str) -> frozenset[str]:
    return frozenset(name.replace("_", " ") for name in table.split())


#: Words for a continent, folded, each with the forms of its countries.
CONTINENTS = {
    word: countries
    for words, countries in (
        ("asia asian asians", _countries(_ASIA)),
        ("africa african africans", _countries(_AFRICA)),
    )
    for word in words.split()
}
