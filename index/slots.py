"""The last question asked about somebody or something else: "And Canada?", "And on Tuesday?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.known import Known
from index.names import is_role
from index.places import NATION_FORMS
from index.smalltalk import AUXILIARY, apart, bare_of
from index.words import Word, fold, is_content, words_of, zipf

_LEAD = re.compile(
    r"^(?:(?:what|how) about |not [\w ]+, (?:but )?"
    r"|(?:is it |it is )?(?:the )?same (?:question |thing )?"
    r"(?:for|with|about) |as for |regarding |i (?:mean|meant) |also |only )+",
    re.IGNORECASE,
)
_TAIL = re.compile(r",? (?:too|also|as well|himself|herself|itself|instead|maybe)$", re.IGNORECASE)
# What asks by itself or only points is no other subject.
_ASKS_ITSELF = re.compile(
    rf"\b(?:who|whom|whose|which|what|when|where|why|how|{AUXILIARY}|not|no|bye|thanks|please)\b"
    r"|['’](?:s|t|re) (?!\w+$)"
    r"|\b(?:he|she|it|they|him|them|her|his|their|its|this|that|these|those|i|me|you|we|us"
    r"|ones?|others?|else|more|anyone|someone|anybody|somebody|anything|everyone|nobody)\b"
    r"|\b(?!united)[a-z]{3,}ed\b|, (?:right|correct|yes|no|true)\b",
    re.IGNORECASE,
)
_SAME_WORD = re.compile(r"(?P<word>when|where|why|how|what) (?:on|about|in|at) ", re.IGNORECASE)
_MAY = re.compile(r"\bMay\b|\bUS\b")
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_NEAR_DAY = re.compile(
    r"(?:on )?the (?:(?P<before>day before|previous day)|day after|next day|following day)",
    re.IGNORECASE,
)
_A_DAY = re.compile(rf"(?:(?:on|last|this|the) )*(?P<day>{_DAY})\b(?:['’]s)?", re.IGNORECASE)
_PREPOSITIONS = (
    "on|about|in|at|during|regarding|by|for|from|to|with|under|after|before|against|into"
)
_PHRASE = re.compile(rf"(?:^|,? )(?P<prep>{_PREPOSITIONS}) (?P<what>[^,]+)$", re.IGNORECASE)
_INNER = re.compile(r"(?:^|,? )(?P<prep>on|about|regarding|during) (?P<what>[^,]+)$", re.IGNORECASE)
_TOPICAL = frozenset({"on", "about", "regarding"})
#: The kind of a name: a country, a person, or a thing.
_COUNTRY, _PERSON, _THING = "country", "person", "thing"
_PARTY = re.compile(
    r"^(?:the|its|their) (?:\w+ )?"
    r"(?:country|countries|nation|government|host|hosts|organi[sz]ers?)$",
    re.IGNORECASE,
)
# "Which countries signed it": what somebody else may have done too.
_GROUP = re.compile(
    r"^(?:who|(?:(?:how many|which|what|\d+|the|all) )?(?:\w+ )?(?:countries|nations|states))"
    r"(?: have| has)?(?P<did> \w+ed\b(?! by).*)$",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"(?:\b(?:the|von|van|der|den|de|la|le) )*$", re.IGNORECASE)
_A_THING = re.compile(r"(?:the|an?)\b", re.IGNORECASE)
#: Words of another subject at the most: what is longer says what it asks.
_SUBJECT = 7


def another(bare: str, before: str, known: Known) -> str:
    """The question `before` with what `bare` names in the place of what it names; or empty."""
    rest = _TAIL.sub("", _LEAD.sub("", bare)).strip()
    if (word := _SAME_WORD.match(rest)) and before.lower().startswith(word["word"].lower()):
        rest = rest[word.end("word") :].strip()
    if not rest or _ASKS_ITSELF.search(_MAY.sub("", rest)) or len(words_of(rest)) > _SUBJECT:
        return ""
    if near := _NEAR_DAY.fullmatch(rest):
        return _another_day(before, -1 if near["before"] else 1)
    subject, phrase = _taken_apart(rest)
    full = before
    if subject:
        full = _with_subject(subject, full, known)
        if not full:
            return ""
    if phrase:
        full = _with_phrase(*phrase, full)
    return full


def _another_day(before: str, step: int) -> str:
    """`before` with the day after its own, or the day before; empty where it has none."""
    found = re.search(rf"\b{_DAY}\b", before, re.IGNORECASE)
    if not found:
        return ""
    day = _DAYS[(_DAYS.index(found.group().capitalize()) + step) % len(_DAYS)]
    return f"{before[: found.start()]}{day}{before[found.end() :]}"


def _taken_apart(rest: str) -> tuple[str, tuple[str, str] | None]:
    """A subject, and a preposition with what stands behind it: "Macron, on innovation"."""
    if day := _A_DAY.fullmatch(rest):
        return "", ("on", day["day"].capitalize())
    if re.match(rf"(?:{_PREPOSITIONS}) ", rest, re.IGNORECASE):
        phrase = _PHRASE.match(rest)
    else:
        phrase = _INNER.search(rest)
    if not phrase:
        return rest, None
    what = phrase["what"]
    if day := _A_DAY.fullmatch(what):
        what = day["day"].capitalize()
    return rest[: phrase.start()].strip(" ,"), (phrase["prep"].lower(), what)


def _with_phrase(prep: str, what: str, before: str) -> str:
    """`before` with another day, matter or place."""
    body, mark = _unmarked(before)
    days = list(re.finditer(rf"\b{_DAY}\b", body, re.IGNORECASE))
    if re.fullmatch(_DAY, what, re.IGNORECASE):
        if days:
            return f"{body[: days[-1].start()]}{what}{body[days[-1].end() :]}{mark}"
        return f"{body} on {what}{mark}"
    alike = "about|on|regarding" if prep in _TOPICAL else prep
    old = re.search(
        rf" (?P<prep>{alike}) (?!{_DAY}\b)(?P<what>.+?)(?= (?:on|in|at|during|last) |,|$)",
        body,
        re.IGNORECASE,
    )
    if old:
        # "on ideology" after "about rules": its own preposition reads better.
        return f"{body[: old.start()]} {prep} {what}{body[old.end() :]}{mark}"
    return f"{body} {prep} {what}{mark}"


def _unmarked(text: str) -> tuple[str, str]:
    body = text.rstrip(" ?.!")
    return body, text[len(body) :]


def _with_subject(subject: str, before: str, known: Known) -> str:
    """`before` about `subject`: a country takes a country's place, and a person a person's."""
    kind = _kind(subject, known)
    names = names_of(before, known)
    if not kind:
        return _with_matter(subject, before)
    alike = [name for name in names if _kind_of(name, known) == kind]
    if not alike and kind == _COUNTRY and (group := _GROUP.match(before)):
        return f"Has {subject}{group['did']}"
    if not alike and kind != _THING:
        alike = [
            name
            for name in names
            if _kind_of(name, known) != _THING and not _is_of_office(before, name)
        ]
    if not alike:
        return ""
    head = _PARTICLES.sub("", before[: alike[0].start])
    end = end_of_run(alike)
    if re.search(r"['’]s$", before[:end]) and not re.search(r"['’]s$", subject):
        subject += "’s"
    return f"{head}{subject}{before[end:]}"


def _is_of_office(before: str, name: Word) -> bool:
    """Whether a country only tells whose the office is: "the EU president"."""
    behind = before[name.end :].split()
    return name.form in NATION_FORMS and bool(behind) and is_role(behind[0].strip("?,."))


def _with_matter(subject: str, before: str) -> str:
    """`before` about another matter, where it is about one: "And censorship?"."""
    body, _ = _unmarked(before)
    if re.search(rf" about (?!{_DAY}\b)\w", body, re.IGNORECASE):
        return _with_phrase("about", subject, before)
    return ""


def _kind(subject: str, known: Known) -> str:
    """What `subject` names; empty where it is no name."""
    if any(word.form in NATION_FORMS and is_content(word) for word in words_of(subject)):
        return _PERSON if _has_role(subject) else _COUNTRY
    if _PARTY.match(subject):
        return _COUNTRY
    plain = re.sub(r"['’]s?$", "", re.sub(r"^the ", "", subject))
    words = [word for word in words_of(plain) if is_content(word)]
    if not words or (_A_THING.match(subject) and not _has_role(subject)):
        return ""
    if any(known.is_person(word.written) for word in words) or _has_role(subject):
        return _PERSON
    if known.is_named(plain):
        return _THING
    if all(word.written[0].isupper() for word in words):
        return _THING if any(word.written.isupper() for word in words) else _PERSON
    # A word that English lacks is somebody's name.
    if len(words) <= 2 and all(zipf(fold(word.written)) == 0 for word in words):
        return _PERSON
    return ""


def _has_role(subject: str) -> bool:
    return any(is_role(word.written) or fold(word.written) in _MEN for word in words_of(subject))


_MEN = frozenset({"guy", "man", "woman", "lady", "boss"})


def _kind_of(name: Word, known: Known) -> str:
    if name.form in NATION_FORMS:
        return _COUNTRY
    return _THING if _is_thing(name.written, known) else _PERSON


def _is_thing(written: str, known: Known) -> bool:
    if known.is_person(written):
        return False
    folded = fold(written)
    return (
        known.is_named(written)
        or any(folded in phrase.split() for phrase in known.phrases)
        or bool(re.fullmatch(_DAY, folded))
    )


def names_of(text: str, known: Known) -> list[Word]:
    """The names in `text`, a word each, also where it begins with one."""
    words = [word for word in words_of(text) if is_content(word) and word.form != "ai"]
    return [
        word
        for word in words
        if word.form in NATION_FORMS
        or (word.written[0].isupper() and (word.start > 0 or known.is_named(word.written)))
    ]


#: Characters between two words of one name at the most: " von der ".
_WITHIN_NAME = 9


def end_of_run(names: Sequence[Word]) -> int:
    """Where the first of `names` ends: "Ursula von der Leyen" is one."""
    end = names[0].end
    for name in names[1:]:
        if name.start - end > _WITHIN_NAME:
            break
        end = name.end
    return end


def base_of(question: str) -> str:
    """The sentence of a turn's question that can be asked anew: what its brackets hold, if any."""
    inner = re.search(r"\(([^()]+)\)\??\s*$", question)
    return f"{bare_of(apart(inner[1] if inner else question)[1])}?"
