"""Names in running text, and whom "he" or "she" means.

Heuristics over capital letters, titles and verbs of saying; no model. They decide what a passage is
embedded with and to whom speech is ascribed, never what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.places import NATIONS

# A run of capitalised words; particles ("von der") only inside. Digits cover names such as "N26".
_NAME = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][\w&-]*(?:\.[A-Z]\.?)*"
    r"(?:\s(?:(?:von|van|der|den|de|del|della|di|da|dos|la|le|bin|al|el|ten|ter)\s)*"
    r"[A-ZÀ-ÖØ-Þ][\w&-]*)*"
)
_ROLES = frozenset(
    """president vice prime minister chancellor premier secretary senator governor mayor king queen
    prince princess pope chief executive officer ceo cto coo founder cofounder director chair
    chairman chairwoman chairperson commissioner ambassador envoy spokesman spokeswoman
    spokesperson leader head professor prof doctor dr mr mrs ms sir lady lord reporter senior editor
    author journalist writer researcher scientist analyst economist activist adviser advisor
    general deputy foreign former""".split()
)
_NOT_PERSONS = frozenset(
    """school university college institute union agreement organization organisation states kingdom
    summit act valley declaration statement commission council parliament committee conference
    company corporation inc ltd group party house office department ministry court bank foundation
    association agency center centre climate health world national international intelligence
    treaty convention protocol forum network project news times post street city river republic
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december europe african european american
    asian""".split()
)
SAYING = frozenset(
    """said says say saying told tells wrote writes write added adds argued argues stressed stresses
    emphasized emphasised emphasizes warned warns urged urges claimed claims declared declares
    announced announces explained explains insisted insists noted notes stated states replied
    asked asks called calls reminded reminds pledged pledges promised promises admitted admits
    conceded concedes acknowledged acknowledges suggested suggests remarked remarks described
    describes defended defends criticized criticised voiced concluded continued recalled praised
    welcomed vowed repeated tweeted posted commented""".split()
)
# Words that have a capital because a sentence begins with them.
_OPENERS = frozenset(
    """The A An This That These Those In On At By For From To Of With Without And But Or So Then Yet
    If When While As After Before During Since Until Though Although Because He She It They We You I
    His Her Its Their Our My Your No Not Nor There Here Now Once Also Only Even Both All Did Do
    Does Is Are Was Were Has Have Had Can Could Would Should Who Whom Whose What Which Where Why
    How""".split()
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)
_APPOSITION = re.compile(
    r"(?:,|,?\s(?:is|was))\s(?P<what>(?:the|a|an)\s[^,.;:“”\"()]{3,70})(?=[,.;:]|\s—)"
)
_WORD = re.compile(r"[\w’'-]+")
_SPEECH_MARKS = '“”"«»„'


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands at `[start, end)` of a text; `titled` is the name with its titles."""

    start: int
    end: int
    text: str
    titled: str


def names_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """The runs of capitalised words, without titles and sentence openers before them."""
    for match in _NAME.finditer(text, start, len(text) if end is None else end):
        first, words = match.start(), match.group().split()
        while words and (
            is_role(words[0])
            or words[0] in _OPENERS
            or (is_role(*words[1:2]) and words[0].lower() in NATIONS)
        ):
            first += len(words[0])
            while first < match.end() and text[first].isspace():
                first += 1
            words = words[1:]
        if words:
            lead = _lead(text, start, first)
            yield Name(first, match.end(), text[first : match.end()], text[lead : match.end()])


def _lead(text: str, start: int, first: int) -> int:
    """Where the titles before a name begin: "French President", "EU president", or at the name."""
    for word in reversed(list(_WORD.finditer(text, max(start, first - 60), first))):
        known = is_role(word.group()) or word.group().lower() in NATIONS
        if not known or text[word.end() : first].strip(" ,") != "":
            break
        first = word.start()
    return first


def is_role(word: str = "") -> bool:
    """Whether the word says what somebody is ("President"), whatever the case of its letters."""
    return word.lower().rstrip(".") in _ROLES


class People:
    """The persons that a text has named so far, in order, and the one spoken of last."""

    def __init__(self) -> None:
        self._by_part: dict[str, str] = {}
        self._titled: dict[str, str] = {}
        self.last: str = ""

    def meet(self, text: str, start: int, end: int) -> None:
        """Take note of the persons named in `text[start:end]`."""
        for name in names_in(text, start, end):
            if person := self._person(text, name, start, end):
                self.last = person

    def meant_in(self, text: str, start: int, end: int) -> str:
        """Whom a pronoun in `text[start:end]` means where that stretch itself has not named them.

        Empty where there is no such pronoun. To be asked before `meet` of the same stretch.
        """
        pronoun = _PRONOUN.search(text, start, end)
        if not pronoun or not self.last:
            return ""
        named = (
            self._person(text, name, start, end) for name in names_in(text, start, pronoun.start())
        )
        return "" if any(named) else self.described(self.last)

    def described(self, person: str) -> str:
        """A person's full name with the titles under which the text has introduced them."""
        return self._titled.get(person, person)

    def full_name(self, text: str, start: int, end: int) -> str:
        """The full name of a person who goes by the surname or the first name alone here."""
        for name in names_in(text, start, end):
            known = self._known(name.text)
            if known and known != name.text:
                return self.described(known)
        return ""

    def knows(self, name: str) -> bool:
        """Whether `name` is a person's whom the text has named, or a part of it."""
        return bool(self._known(name))

    def _known(self, name: str) -> str:
        """The full name of which `name` is a part, or empty."""
        full = self._by_part.get(name.split()[-1], "")
        return full if set(name.lower().split()) <= set(full.lower().split()) else ""

    def _person(self, text: str, name: Name, start: int, end: int) -> str:
        words = name.text.split()
        if is_thing(name):
            return ""
        if known := self._known(name.text):
            return known
        if len(words) == 1:
            return ""
        if not _acts_as_person(text, name, start, end):
            return ""
        # The first name alone means the person too.
        for key in (words[-1], words[0]):
            self._by_part[key] = name.text
        self._titled[name.text] = name.titled + _apposition(text, name, end)
        return name.text


def _apposition(text: str, name: Name, end: int) -> str:
    """What a person is said to be behind the name (", a Senior Reporter at …"), or nothing."""
    behind = _APPOSITION.match(text, name.end, end)
    if not behind or not any(is_role(word) for word in _WORD.findall(behind["what"])):
        return ""
    return f", {behind['what'].strip()}"


def is_thing(name: Name) -> bool:
    """Whether the name holds a word that no person's name does ("Summit", "Ministry", "Monday")."""
    return any(word.lower() in _NOT_PERSONS for word in name.text.split())


def is_introduced(text: str, name: Name) -> bool:
    """Whether `text` says right behind the name what the person is."""
    return bool(_apposition(text, name, len(text)))


def _acts_as_person(text: str, name: Name, start: int, end: int) -> bool:
    """A title before the name or behind it, or a verb of saying near it, outside quoted speech."""
    before = [
        word.lower() for word in _WORD.findall(text[max(start, name.start - 40) : name.start])
    ]
    if before and before[-1] in _ROLES:
        return True
    behind = text[name.end : min(end, name.end + 60)]
    if re.match(r"['’]s\b", behind):
        return False
    words = [word.lower() for word in _WORD.findall(re.split(rf"[{_SPEECH_MARKS}.;]", behind)[0])]
    if set(words[:3]) & SAYING:
        return True
    if words[:1] in (["is"], ["was"]) or re.match(r",\s(?:the|a|an)\s", behind):
        return bool(set(words[:6]) & _ROLES)
    return False
