"""Follow-ups that leave out most of what they ask, and what each of them asks in full.

"Who said that?", "Why not?", "Which ones?", "Who didn't?", "And Canada?": one rule each. A rule
gives the question in full, or nothing where the follow-up is none of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.known import Known
from index.slots import another, base_of, end_of_run, names_of
from index.smalltalk import AUXILIARY, WH, bare_of, without_smalltalk
from index.types import Answer, Lead, Turn


def beside(question: str, turn: Turn) -> str:
    """`question` with that of `turn` in brackets: its words count, its kind does not."""
    before = _NESTED.sub(r"\1, \2", without_smalltalk(turn.question))
    return f"{question.rstrip(' ?!.')} ({before})?"


# A question that was itself put beside another.
_NESTED = re.compile(r"^([^()]*[^()\s]) \(([^()]+)\)\??$")


def in_full(bare: str, turns: Sequence[Turn]) -> str:
    """What `bare`, see `bare_of`, asks behind `turns`; empty where it leaves out less than that."""
    for rule in (_who_said, _asked_anew, _ones, _one_of, _elided, _another):
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
    r"^(?:(?:did|does|do) (?:he|she|it|they) (?:say|tell|explain|mention|know) )?"
    r"(?P<word>why|how|when|where|since when|how come|how so|why so|what for|for what reason"
    r"|(?:for |since )?how long|how often|until when"
    r"|(?:what|which) (?:was |is )?(?:the |their |his |her )?(?:reasons?|explanation|excuse)"
    r"(?: (?:did|do|does) (?:they|he|she|it) (?:give|have|offer|cite|name))?"
    r"|(?:on )?(?:which|what) (?:day|date|year|month)|in (?:which|what) (?:year|city|place))"
    r"(?: (?:he|she|they|it) (?:said|did)(?: (?:that|this|it|so))?)?"
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
    reason = re.match("what|which", found["word"], re.IGNORECASE) and "reason" in found["word"]
    word = "why" if reason or found["word"].lower() in _CAUSES else found["word"]
    said = _quoted(turns[-1])
    denied = bool(found["negated"]) or (bool(reason) and _denied(turns[-1]))
    if word.lower() == "why" and said and not denied:
        return f"{word} {said}?"
    before = inverted(base_of(turns[-1].question).rstrip("?"))
    if opening := _OPENING.match(before):
        negation = "n't" if denied else ""
        return f"{word} {opening['verb'].lower()}{negation}{opening['rest']}?"
    if of_word := _OF_WORD.match(before):
        return f"{word}{of_word['rest']}?"
    return f"{word} {said}?" if said else beside(bare, turns[-1])


def _denied(turn: Turn) -> bool:
    return isinstance(turn.reply, Answer) and turn.reply.lead is Lead.NO


_STATED = re.compile(
    rf"^(?!(?i:{WH}|according|if)\b)"
    r"(?P<who>(?:[A-Z][\w’.-]*|von|the [a-z]+)(?: (?:von|der|van|de|[A-Z][\w’.-]*))*) "
    rf"(?:(?P<aux>{AUXILIARY}) |(?P<verb>[a-z]{{2,}}[^s]s) )(?P<rest>\S.*)$"
)


def inverted(statement: str) -> str:
    """`statement` as a question, "does Bob like it"; the same where it is no such statement."""
    found = _STATED.match(statement)
    if not found:
        return statement
    if found["aux"]:
        return f"{found['aux']} {found['who']} {found['rest']}"
    verb = re.sub(r"ies$", "y", found["verb"])
    verb = re.sub(r"(?<=sh|ch|ss)es$|(?<=[xz])es$|(?<=go)es$|s$", "", verb)
    return f"does {found['who']} {verb} {found['rest']}"


_ONES = re.compile(
    r"^(?:which ones|which|such as(?: who| what)?|like (?:what|who|which)"
    r"|(?:who|what|which) (?:are|were) (?:they|these|those)|which of them|for example|examples"
    r"|(?:in )?(?:which|what) (?:areas|fields|ways)"
    r"|(?:(?:can|could) you )?(?:name|list|give)(?: me| us)? "
    r"(?:them|some|a few|any|examples|some examples|all of them))$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:how many|which|what|more|other|further|several|any|some|many|these|those|the) "
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


_ONE_OF = re.compile(
    r"^(?P<head>(?:is|are|was|were) .+?) (?:one of|among|part of) (?:them|those|these)$",
    re.IGNORECASE,
)


def _one_of(bare: str, turns: Sequence[Turn]) -> str:
    """Whether something is one of what the last question counts: "Is Japan one of them?"."""
    found = _ONE_OF.match(bare)
    counted = _COUNTED.search(bare_of(turns[-1].question)) if found else None
    if not found or not counted or _OPENING.match(counted["rest"].strip()):
        return ""
    return f"{found['head']} one of the {counted['what']} that{counted['rest']}?"


_ELIDED = re.compile(
    rf"^(?:who(?: else)?|which (?:countries|country|ones?)) (?:{AUXILIARY})(?:n['’]t)?$",
    re.IGNORECASE,
)


_NEGATED = re.compile(rf"^ (?:{AUXILIARY})(?:n['’]?t| not) (?P<rest>\w.*)$", re.IGNORECASE)


def _elided(bare: str, turns: Sequence[Turn]) -> str:
    """Of whom else the verb of the last question holds: "Who didn't?"."""
    if not _ELIDED.match(bare):
        return ""
    before = turns[-1].question.split("?")[0]
    names = names_of(before, Known.of(turns))
    behind = before[end_of_run(names) :].rstrip(" .") if names else ""
    if behind and _OPENING.match(bare_of(before)):
        return f"{bare}{behind}?"
    stated = _NEGATED.match(behind)  # "The UK didn't sign."
    return f"{bare} {stated['rest']}?" if stated else ""


def _another(bare: str, turns: Sequence[Turn]) -> str:
    """The last question about somebody or something else: "And Canada?", "And on Tuesday?"."""
    return another(bare, base_of(turns[-1].question), Known.of(turns))
