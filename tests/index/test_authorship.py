"""The author of the sources is known by name."""

from __future__ import annotations

from index.authorship import name_author
from index.types import Source


def test_the_author_is_known_by_name_where_all_sources_have_the_same() -> None:
    ours = Source("a", "A", "0" * 64, author="Ada Byron")
    other = Source("b", "B", "0" * 64, author="Bob Cray")
    assert name_author("Who wrote this article?", [ours]) == "who is Ada Byron?"
    assert name_author("Where does the journalist live?", [ours]) == "Where does Ada Byron live?"
    for other_work in ("Who wrote the declaration?", "Who is the author of the declaration?"):
        assert name_author(other_work, [ours]) == other_work
    odd = Source("c", "C", "0" * 64, author=r"A \d \g<0>")
    assert name_author("Where does the author live?", [odd]) == r"Where does A \d \g<0> live?"
    assert name_author("Who wrote this article?", [ours, other]) == "Who wrote this article?"
