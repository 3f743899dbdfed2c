"""The French catalogue: whole, fitting, and set as French is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.translator import NAME
from tests.bot.fakes import Recorder
from tests.bot.said import BOT, given, in_code
from tests.bot.world import world


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of the catalogue, with its forms: one, or one and many."""

    context: str
    english: tuple[str, ...]
    french: tuple[str, ...]
    fuzzy: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.english[0]


def forms(text: object) -> tuple[str, ...]:
    return (
        (text,) if isinstance(text, str) else tuple(text) if isinstance(text, (list, tuple)) else ()
    )


def read() -> list[Entry]:
    with (BOT / "locale" / "fr.po").open("rb") as written:
        catalogue = read_po(written, locale="fr", abort_invalid=True)
    return [
        Entry(each.context or "", forms(each.id), forms(each.string), each.fuzzy)
        for each in catalogue
        if each.id
    ]


ENTRIES = read()
KNOWN = {entry.key: entry for entry in ENTRIES}
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.english[0][:40])

# Numbers and pictures are the same in French.
SAME = re.compile(r"[\d\W]*")


async def registered() -> list[dict[str, Any]]:
    """The commands as the real bot tells Discord of them."""
    async with world(Recorder()) as here:
        [commands] = here.requests("PUT", "/commands")
    return list(commands)


def parts(command: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """A command, its subcommands, options and choices, each with where it stands."""
    path = f"{path} {command['name']}".strip()
    yield path, command
    for part in (*command.get("options", ()), *command.get("choices", ())):
        yield from parts(part, path)


def is_choice(part: dict[str, Any]) -> bool:
    return "value" in part


def in_commands(commands: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Context and text of everything in the commands, with the command that it belongs to."""
    found = {}
    for command in commands:
        for path, part in parts(command):
            found["" if is_choice(part) else NAME, part["name"]] = f"/{path}"
            if part.get("description"):
                found["", part["description"]] = f"/{path}"
    return found


async def everything() -> dict[tuple[str, str], str]:
    """Context and text of all that is to be translated, with where it stands."""
    told = in_commands(await registered())
    names = {text for context, text in told if context == NAME}
    # What only marks a name in the code is the name that Discord is told.
    said = {("", text): where for text, where in in_code().items() if text not in names}
    return {key: where for key, where in (said | told).items() if not SAME.fullmatch(key[1])}


async def test_everything_that_is_said_has_french() -> None:
    missing = [
        f"{where}: {context} {text!r}"
        for (context, text), where in (await everything()).items()
        if (context, text) not in KNOWN
    ]
    assert not missing, "\n".join(missing)


async def test_nothing_in_the_catalogue_is_left_over() -> None:
    said = await everything()
    left = [f"{context} {text!r}" for context, text in KNOWN if (context, text) not in said]
    assert not left, "\n".join(left)


def test_no_message_stands_twice() -> None:
    assert len(KNOWN) == len(ENTRIES)


@each_entry
def test_an_entry_is_translated_and_certain(entry: Entry) -> None:
    assert all(entry.french)
    assert len(entry.french) == len(entry.english)
    assert not entry.fuzzy


def placeholders(text: str) -> set[tuple[str, str, str]]:
    """What is to be filled in, and how it is shown."""
    return {
        (name, form or "", conversion or "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


@each_entry
def test_the_french_fills_in_the_same_values(entry: Entry) -> None:
    for english, french in zip(entry.english, entry.french, strict=True):
        assert placeholders(english) == placeholders(french)


# Fences, links and times of day hold these marks as well, but not at the end of a word.
_BARE_MARK = re.compile(r"(?<![\u00a0\u202f?!])(?:[?!;:](?=[\s*_)»]|$)|»)")
_BARE_OPENING = re.compile(r"«(?![\u00a0\u202f])")
_TYPEWRITTEN = re.compile(r"['\"“”]|\.\.\.")


@each_entry
def test_french_is_set_with_its_no_break_spaces_and_apostrophes(entry: Entry) -> None:
    for text in entry.french:
        for rule in (_BARE_MARK, _BARE_OPENING, _TYPEWRITTEN):
            assert not rule.search(text)


@pytest.mark.parametrize(
    "wrong", ["Quoi?", "Quoi ?", "Note: ici", "«Oui»", "**Sources :**", "l'article", "bon..."]
)
def test_what_is_set_otherwise_is_noticed(wrong: str) -> None:
    assert any(rule.search(wrong) for rule in (_BARE_MARK, _BARE_OPENING, _TYPEWRITTEN))


@each_entry
def test_the_french_begins_and_ends_as_the_english_does(entry: Entry) -> None:
    for english, french in zip(entry.english, entry.french, strict=True):
        for edge in (r"^\s*", r"\s*$", r"[.…?!]?\s*$"):
            assert [found.strip("\u00a0") for found in re.findall(edge, english)] == [
                found.strip("\u00a0") for found in re.findall(edge, french)
            ]
        if not entry.context and english[0].isalpha():
            assert english[0].isupper() == french[0].isupper()


# What a person types behind a slash; no part of a path or an address.
_COMMAND = re.compile(r"(?<![\w/.])/([-\w]+)(?![\w/])")


async def test_a_command_that_is_named_in_a_sentence_has_its_french_name() -> None:
    names = {command["name"] for command in await registered()}
    for entry in ENTRIES:
        for english, french in zip(entry.english, entry.french, strict=True):
            for name in set(_COMMAND.findall(english)) & names:
                own = KNOWN[NAME, name].french[0]
                assert own in _COMMAND.findall(french), french


async def test_discord_takes_every_name_and_description() -> None:
    for command in await registered():
        for path, part in parts(command):
            names = [part["name"], *part.get("name_localizations", {}).values()]
            if is_choice(part):
                assert all(1 <= len(name) <= 100 for name in names), path
                continue
            if part is command and part["type"] in {2, 3}:  # an entry of a context menu
                assert all(1 <= len(name) <= 32 for name in names), path
                continue
            assert all(re.fullmatch(r"[-_\w]{1,32}", name) for name in names), path
            assert all(name == name.lower() for name in names), path
            told = part["description"], *part.get("description_localizations", {}).values()
            assert all(1 <= len(text) <= 100 for text in told), path


async def test_no_two_commands_or_options_have_the_same_french_name() -> None:
    commands = await registered()
    kinds = {command["type"] for command in commands}
    families = [[each for each in commands if each["type"] == kind] for kind in kinds]
    families += [part.get("options", []) for each in commands for _, part in parts(each)]
    for family in families:
        names = [part.get("name_localizations", {}).get("fr", part["name"]) for part in family]
        assert len(set(names)) == len(names), names


# What Discord takes at most, by what is made and which of its texts.
BOUNDS = {
    ("Button", "label"): 80,
    ("SelectOption", "label"): 100,
    ("SelectOption", "description"): 100,
    ("Select", "placeholder"): 150,
    ("TextInput", "placeholder"): 100,
    ("TextInput", "label"): 45,
    ("Label", "text"): 45,
    ("Label", "description"): 100,
}
TITLE = 45  # of a modal, which has a class of its own


def test_buttons_and_forms_have_room_for_what_they_say() -> None:
    for made, argument, text in given():
        bound = TITLE if argument == "title" else BOUNDS.get((made, argument))
        entry = KNOWN.get(("", text))
        if bound and entry:
            for said in (*entry.english, *entry.french):
                assert len(said) <= bound, f"{made}({argument}=…): {said}"
