"""Forms of English words: the few rules and exceptions that a translated question needs.

Only the first word of a verb is inflected ("take place", "took place"), only the last of a noun
("member state", "member states").
"""

from __future__ import annotations

import re

_IRREGULAR_VERBS = {
    verb: (past, participle)
    for verb, past, participle in (
        line.split()
        for line in """
        be was been
        bear bore born
        become became become
        begin began begun
        break broke broken
        bring brought brought
        build built built
        buy bought bought
        choose chose chosen
        come came come
        cost cost cost
        cut cut cut
        deal dealt dealt
        do did done
        draw drew drawn
        drive drove driven
        fall fell fallen
        feel felt felt
        fight fought fought
        find found found
        forget forgot forgotten
        get got got
        give gave given
        go went gone
        grow grew grown
        have had had
        hear heard heard
        hide hid hidden
        hold held held
        keep kept kept
        know knew known
        lead led led
        leave left left
        let let let
        lose lost lost
        make made made
        mean meant meant
        meet met met
        overtake overtook overtaken
        pay paid paid
        put put put
        read read read
        rise rose risen
        run ran run
        say said said
        see saw seen
        seek sought sought
        sell sold sold
        send sent sent
        set set set
        show showed shown
        sing sang sung
        sit sat sat
        speak spoke spoken
        spend spent spent
        spread spread spread
        stand stood stood
        swim swam swum
        take took taken
        teach taught taught
        tell told told
        think thought thought
        understand understood understood
        undertake undertook undertaken
        win won won
        withdraw withdrew withdrawn
        write wrote written
        """.strip().splitlines()
    )
}
# The stress lies on the last syllable, so that its consonant is doubled ("admit", "admitted").
_DOUBLED = re.compile(
    r"^(?:[^aeiou]*[aeiou][bdgmnpt]|.*(?:[mf]it|(?:re|pre|trans|in|con)fer|cur|pel|ban|top|trol))$"
)
_PLURAL = re.compile(r"[^aisu]s$")
_IRREGULAR_NOUNS = {"child": "children", "life": "lives", "man": "men", "person": "people",
                    "woman": "women"}  # fmt: skip
# Nouns that are many already, or that English does not count.
_UNCOUNTED = frozenset(
    """advice aid british censorship data dutch english evidence expertise french funding
    governance hardware health information intelligence knowledge legislation media money news
    people progress red red-tape research security software staff tape trust weather
    women""".split()
)


def past(verb: str) -> str:
    """The simple past: "signed", "took place"."""
    first, rest = _parted(verb)
    return (_IRREGULAR_VERBS[first][0] if first in _IRREGULAR_VERBS else _with_ed(first)) + rest


def participle(verb: str) -> str:
    """The past participle: "signed", "taken place"."""
    first, rest = _parted(verb)
    return (_IRREGULAR_VERBS[first][1] if first in _IRREGULAR_VERBS else _with_ed(first)) + rest


def third_person(verb: str) -> str:
    """What he, she or it does: "signs", "has", "takes place"."""
    first, rest = _parted(verb)
    return ({"be": "is", "have": "has"}.get(first) or _with_s(first)) + rest


def gerund(verb: str) -> str:
    """The form behind a preposition: "signing", "taking place"."""
    first, rest = _parted(verb)
    if first.endswith("ie"):
        return f"{first[:-2]}ying{rest}"
    if first.endswith("e") and not first.endswith(("ee", "oe")) and first != "be":
        first = first[:-1]
    elif _DOUBLED.match(first):
        first += first[-1]
    return f"{first}ing{rest}"


def plural(noun: str) -> str:
    """The plural: "countries", "heads of state", "member states"."""
    head, of, rest = noun.partition(" of ")
    before, space, last = head.rpartition(" ")
    if last.lower() in _UNCOUNTED or _PLURAL.search(last):
        return noun
    return before + space + (_IRREGULAR_NOUNS.get(last) or _with_s(last)) + of + rest


def _parted(verb: str) -> tuple[str, str]:
    first, space, rest = verb.partition(" ")
    return first, space + rest


def _with_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return (
        f"{word}es" if re.search(r"(?:s|x|z|ch|sh|(?:ech|vet|her|tat|mat)o)$", word) else f"{word}s"
    )


def _with_ed(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _DOUBLED.match(verb) else f"{verb}ed"
