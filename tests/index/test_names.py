"""Names, titles, and whom "he" or "she" means."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.names import Name, People, names_in
from tests.index.fakes import TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Byron wrote.", ["Ada Byron"]),
        ("Then President Ada Byron spoke.", ["Ada Byron"]),
        ("On Monday, Mayor Ada Byron spoke to Bob.", ["Monday", "Ada Byron", "Bob"]),
        ("She left. The Gazette of The Hague told.", ["Gazette", "Hague"]),
        ("Did Ada Byron speak? Was Bob there?", ["Ada Byron", "Bob"]),
        ("EU president Ursula von der Berg", ["EU", "Ursula von der Berg"]),
        ("French President Paul Durand", ["Paul Durand"]),
        ("the bank of Paris and of N26", ["Paris", "N26"]),
        ("Émile Zola met Øystein Ås", ["Émile Zola", "Øystein Ås"]),
        ("in the U.S. and U.K.", ["U.S.", "U.K."]),
        ("no names at all", []),
        ("President", []),
    ],
)
def test_a_name_is_a_run_of_capitals_without_the_titles_before_it(
    text: str, expected: list[str]
) -> None:
    assert [name.text for name in names_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("Then mayor Ada Byron spoke.", "mayor Ada Byron"),
        ("The former EU president Ada Byron spoke.", "former EU president Ada Byron"),
        ("The French President, Ada Byron, spoke.", "French President, Ada Byron"),
        ("So Ada Byron spoke.", "Ada Byron"),
        ("The river mayor of Ada Byron", "Ada Byron"),
    ],
)
def test_a_name_keeps_its_titles_beside_it(text: str, titled: str) -> None:
    assert list(names_in(text))[-1].titled == titled


def test_names_have_the_offsets_of_the_text_and_stay_within_the_stretch() -> None:
    text = "Bob saw mayor Ada Byron and Eve."
    assert list(names_in(text, 4, 23)) == [Name(14, 23, "Ada Byron", "mayor Ada Byron")]


@given(TEXTS)
def test_names_stand_in_any_text_where_they_say(text: str) -> None:
    position = 0
    for name in names_in(text):
        assert position <= name.start < name.end <= len(text)
        assert text[name.start : name.end] == name.text
        assert text[: name.end].endswith(name.titled)
        assert name.titled.endswith(name.text)
        position = name.end


def meant(*parts: str) -> str:
    """Whom the last part means, after those before it."""
    text = "\n".join(parts)
    people, position = People(), 0
    for part in parts[:-1]:
        people.meet(text, position, position + len(part))
        position += len(part) + 1
    return people.meant_in(text, position, len(text))


@pytest.mark.parametrize(
    ("parts", "person"),
    [
        # Met by a title, by a verb of saying, by a role behind the name.
        (("Mayor Ada Byron came.", "She left."), "Mayor Ada Byron"),
        (("“Late,” said no one. Ada Byron argued otherwise.", "Her view won."), "Ada Byron"),
        (("Bob Cray is a reporter at the Gazette.", "He has won prizes."),
         "Bob Cray, a reporter at the Gazette"),
        (("Ada Byron, the head of the guild, came.", "It tired her."),
         "Ada Byron, the head of the guild"),
        (("Mayor Ada Byron, a stranger to the river, came.", "It tired her."), "Mayor Ada Byron"),
        # The last one spoken of, also by the surname or the first name alone.
        (("Mayor Ada Byron came. Mayor Bob Cray left.", "He slept."), "Mayor Bob Cray"),
        (("Mayor Ada Byron came. Mayor Bob Cray left. Byron spoke.", "She slept."),
         "Mayor Ada Byron"),
        (("Mayor Ada Byron came. Mayor Bob Cray left.", "Ada spoke.", "She slept."),
         "Mayor Ada Byron"),
        (("Mayor Ada Byron came.", "Nobody else did.", "She slept."), "Mayor Ada Byron"),
        # The stretch itself names its person first.
        (("Mayor Ada Byron came.", "Mayor Bob Cray said he slept."), ""),
        (("Mayor Ada Byron came.", "Byron said she slept."), ""),
        (("Mayor Ada Byron came.", "She slept, Mayor Bob Cray said."), "Mayor Ada Byron"),
        # No pronoun, nobody met, no person.
        (("Mayor Ada Byron came.", "It rained on the sheep."), ""),
        (("It rained.", "He slept."), ""),
        (("River Bank said no. Paris Summit told us.", "He slept."), ""),
        (("The Gazette wrote so.", "He slept."), ""),
        (("Ada Byron's mayor came.", "He slept."), ""),
    ],
)  # fmt: skip
def test_a_pronoun_means_the_person_spoken_of_last(parts: tuple[str, ...], person: str) -> None:
    assert meant(*parts) == person


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Byron spoke.", "Mayor Ada Byron"),
        ("Then Ada spoke.", "Mayor Ada Byron"),
        ("The town, Ada, spoke.", "Mayor Ada Byron"),
        ("Ada Byron spoke.", ""),
        ("Bob Byron spoke.", ""),
        ("Nobody spoke.", ""),
    ],
)
def test_a_part_of_a_name_stands_for_the_whole_once_that_was_met(text: str, full: str) -> None:
    people = People()
    people.meet("Mayor Ada Byron came.", 0, 21)
    assert people.full_name(text, 0, len(text)) == full
