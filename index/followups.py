"""Follow-ups that leave out most of what they ask, and what each of them asks in full.

"Who said that?", "Why not?", "Which ones?", "Who didn't?", "And Canada?": one rule each. A rule
gives the question in full, or nothing where the follow-up is none of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.places import NATION_FORMS
from index.question import understand
from index.types import Answer, Turn
from index.words import Word, words_of

#: The verbs that a question of yes or no begins with.
AUXILIARY = "did|do|does|is|are|was|were|has|have|had|can|could|will|would|should|must|may"

# What only keeps a conversation going.
_LEADING = re.compile(
    r"^(?:(?:ok|okay|so|and|or|but|also|hm+|ah+|aha|oh|haha\w*|lol|well|right|fine|good|great|cool"
    r"|nice|thanks|thank you|wait|anyway|alright|all right|hey|yes|yeah|sure|interesting|really"
    r"|got it|i see|please)\b[\s,.!;:-]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,]+(?:then|though|tho|exactly|anyway|please|pls|or what|by the way|for example))*"
    r"[\s?.!]*$",
    re.IGNORECASE,
)


def bare_of(question: str) -> str:
    """`question` without what only keeps a conversation going, and without its mark."""
    last = re.split(r"(?<=[.!]) ", question.strip())[-1]
    return _TRAILING.sub("", _LEADING.sub("", last)).strip()


def beside(question: str, turn: Turn) -> str:
    """`question` with that of `turn` in brackets: its words count, its kind does not."""
    return f"{question.rstrip(' ?!.')} ({turn.question})?"


def in_full(bare: str, turns: Sequence[Turn]) -> str:
    """What `bare`, see `bare_of`, asks behind `turns`; empty where it leaves out less than that."""
    for rule in (_who_said, _asked_anew, _ones, _elided, _another):
        if full := rule(bare, turns):
            return full
    return ""


_WHO_SAID = re.compile(
    r"^(?:who (?:said|says|told|wrote|claims?|claimed|thinks?|argues?) (?:that|this|so|it)"
    r"|says who|according to whom?"
    r"|whose (?:words?|opinion|claim|view)s? (?:is|are|was|were) (?:that|this|these|those|it)"
    r"|who(?:['’]s| is| was) (?:that|this|it) from)\b",
    re.IGNORECASE,
)
_WHERE_FROM = re.compile(r"^where(?:['’]s| is) (?:that|this|it) from\b", re.IGNORECASE)


def _who_said(bare: str, turns: Sequence[Turn]) -> str:
    """Whose the words are that were quoted last, and where they stand: "Who said that?"."""
    who = _WHO_SAID.match(bare)
    if not who and not _WHERE_FROM.match(bare):
        return ""
    if said := _quoted(turns[-1]):
        return f"Who said that {said}?" if who else f"Where does it say that {said}?"
    return beside(bare, turns[-1])


#: Words of a quotation that are taken into a question.
_CLAUSE = 40


def _quoted(turn: Turn) -> str:
    """The words quoted first in the reply, as a clause; empty where nothing was."""
    if not isinstance(turn.reply, Answer):
        return ""
    words = turn.reply.citations[0].quotation.text.split()
    return " ".join(words[:_CLAUSE]).strip(' .?!“”"')


_BARE_WORD = re.compile(
    r"^(?P<word>why|how|when|where|since when|how come|how so|why so|what for|for what reason"
    r"|(?:on )?(?:which|what) (?:day|date|year|month)|in (?:which|what) (?:year|city|place))"
    rf"(?: (?:{AUXILIARY})(?:n['’]t)? (?:that|this|it|so|they|he|she)"
    r"(?: happen| happening| so| said| the case)?)?"
    r"(?P<negated> not)?$",
    re.IGNORECASE,
)
_CAUSES = frozenset({"how come", "how so", "why so", "what for", "for what reason"})
_OPENING = re.compile(
    rf"^(?:according to [^,]+, )?(?P<verb>{AUXILIARY})\b(?P<rest>.*)$", re.IGNORECASE
)
_OF_WORD = re.compile(
    rf"^(?:what|how|when|where|why|which(?: \w+)?|whom)(?P<rest> (?:{AUXILIARY})\b.*)$",
    re.IGNORECASE,
)


def _asked_anew(bare: str, turns: Sequence[Turn]) -> str:
    """The last question with another question word: "Why not?", "When was that?"."""
    found = _BARE_WORD.match(bare)
    if not found:
        return ""
    word = "why" if found["word"].lower() in _CAUSES else found["word"]
    said = _quoted(turns[-1])
    if word.lower() == "why" and said and not found["negated"]:
        return f"{word} {said}?"
    before = bare_of(turns[-1].question)
    if opening := _OPENING.match(before):
        negation = "n't" if found["negated"] else ""
        return f"{word} {opening['verb'].lower()}{negation}{opening['rest']}?"
    if of_word := _OF_WORD.match(before):
        return f"{word}{of_word['rest']}?"
    return f"{word} {said}?" if said else beside(bare, turns[-1])


_ONES = re.compile(
    r"^(?:which ones|which|such as|like (?:what|who|which)|(?:who|what|which) are they"
    r"|which of them|(?:in )?(?:which|what) (?:areas|fields|ways)|name them|list them)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:how many|more|other|further|several|any|some|many|these|those|the) "
    r"(?P<what>(?:\w+ )?(?:\w+[^s\W]s|people))\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_MODAL = re.compile(r"^(?:can|could|will|would|should|must|may)\b", re.IGNORECASE)


def _ones(bare: str, turns: Sequence[Turn]) -> str:
    """The several things that the last question counts: "Which ones?"."""
    if not _ONES.match(bare):
        return ""
    before = bare_of(turns[-1].question)
    if not (counted := _COUNTED.search(before)):
        return beside(bare, turns[-1])
    modal = _MODAL.match(before)
    return f"Which {counted['what']}{f' {modal[0]}' if modal else ''}{counted['rest']}?"


_ELIDED = re.compile(
    rf"^(?:who(?: else)?|which (?:countries|country|ones?)) (?:{AUXILIARY})(?:n['’]t)?$",
    re.IGNORECASE,
)


def _elided(bare: str, turns: Sequence[Turn]) -> str:
    """Of whom else the verb of the last question holds: "Who didn't?"."""
    before = turns[-1].question.split("?")[0]
    if not _ELIDED.match(bare) or not _OPENING.match(bare_of(before)):
        return ""
    names = understand(before).names
    return f"{bare}{before[_end_of_run(names) :]}?" if names else ""


_ANOTHER = re.compile(
    r"^(?:(?:what|how) about |same for )?(?P<rest>.+?)(?: (?:too|as well|himself|herself))?$",
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    rf"^(?:who|whom|whose|which|when|where|why|(?:what|how)(?! about\b)|{AUXILIARY})\b",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"(?:\b(?:the|von|van|der|den|de|la|le) )*$", re.IGNORECASE)
_A_THING = re.compile(r"(?:the|an?|this|that|its|their|his|her)\b", re.IGNORECASE)
#: Words of another subject at the most: what is longer says what it asks.
_SUBJECT = 5


def _another(bare: str, turns: Sequence[Turn]) -> str:
    """The last question about somebody else: "Did Japan sign?", "And Canada?"."""
    found = _ANOTHER.match(bare)
    if not found or _ASKS_ITSELF.match(bare) or len(words_of(found["rest"])) > _SUBJECT:
        return ""
    before = turns[-1].question
    names = understand(before).names
    country = any(word.form in NATION_FORMS for word in words_of(found["rest"]))
    if not country and _A_THING.match(found["rest"]):
        return ""
    # A country takes a country's place, and a person a person's.
    alike = [name for name in names if (name.form in NATION_FORMS) is country] or list(names)
    if not alike:
        return ""
    head = _PARTICLES.sub("", before[: alike[0].start])
    return f"{head}{found['rest']}{before[_end_of_run(alike) :]}"


#: Characters between two words of one name at the most: " von der ".
_WITHIN_NAME = 9


def _end_of_run(names: Sequence[Word]) -> int:
    """Where the first of `names` ends: "Ursula von der Leyen" is one."""
    end = names[0].end
    for name in names[1:]:
        if name.start - end > _WITHIN_NAME:
            break
        end = name.end
    return end
