"""Complete a follow-up from the turns before it.

Rules for the commonest forms: "And the British?", "Who said that?", "Why not?", "Which ones?",
"Why did she say so?". They turn what was left out into words, so that the question can be read by
itself; what they cannot resolve is asked as it stands, and the gate decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.followups import beside, in_full, inverted
from index.known import Known
from index.names import is_role, names_in
from index.places import NATION_FORMS
from index.referents import body_in, countries_in, person_in, subject_in, thing_in
from index.slots import names_of
from index.smalltalk import AUXILIARY, apart, asks, bare_of, is_smalltalk, spelled
from index.types import Abstention, Reason, Turn
from index.words import fold, is_content, words_of

#: Turns that are looked back on.
MEMORY = 6

#: Turns with which nothing was asked of the sources: small talk between two questions.
_IDLE = frozenset(
    {Reason.OFF_TOPIC, Reason.NOT_A_QUESTION, Reason.UNINTELLIGIBLE, Reason.TOO_VAGUE}
)


def complete(question: str, history: Sequence[Turn]) -> str:
    """`question` with what it leaves out, taken from the last turns of `history`."""
    known = Known.of(history)
    turns = _worth(history, known)
    if not turns:
        return question
    text = known.written_in(spelled(question))
    if is_smalltalk(text):
        return question
    remarks, asked = apart(text)
    if remarks and asked != text and asks(asked):
        # A remark before the question is what it goes on from, if it names anything.
        telling = [remark for remark in remarks if names_of(remark, known)]
        if full := _completed(asked, [*turns, *_told(telling)], known):
            return full
    return _completed(asked if text.startswith(asked) else text, turns, known) or text


def leaves_open(question: str) -> bool:
    """Whether `question` speaks of somebody whom nothing has named, or asks for an opinion."""
    return any(form.search(question) for form in (_PERSONAL, _PLURAL, _JUDGING))


def _worth(history: Sequence[Turn], known: Known) -> list[Turn]:
    """The turns that asked something, with their names in capitals."""
    turns = [
        replace(turn, question=known.written_in(spelled(turn.question)))
        for turn in history
        if not is_smalltalk(known.written_in(turn.question))
    ]
    return [turn for turn in turns if not _idle(turn)] or turns


def _idle(turn: Turn) -> bool:
    return isinstance(turn.reply, Abstention) and turn.reply.reason in _IDLE


def _told(remarks: Sequence[str]) -> list[Turn]:
    """Remarks as a turn that was not answered."""
    if not remarks:
        return []
    text = " ".join(remarks)
    return [Turn(text, Abstention(text, "Not asked.", Reason.NOT_IN_SOURCES))]


def _completed(text: str, turns: Sequence[Turn], known: Known) -> str:
    """`text` with what it leaves out; empty where it is complete."""
    fronted = _fronted(text, known)
    if fronted:
        text = fronted
    text = _with_object(text, turns, known)
    bare = bare_of(text)
    if _JUDGING.match(bare) or _ANSWERING.search(bare):
        return text
    if full := in_full(bare, turns):
        return full
    if found := _ELSE.match(bare):
        text = f"what else {found['head']}{found['rest']}?"
    resolved = _resolved(text, turns, known)
    if resolved != text or fronted or _names_anything(bare):
        return resolved
    content = [word for word in words_of(bare) if is_content(word)]
    if len(content) <= 1 or (_POINTING.search(bare) and len(content) <= 2):
        return beside(bare or text, turns[-1])
    return text


_PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
# Who is answered is not who was asked about.
_ANSWERING = re.compile(
    r"\b(?:they|them) (?:answer|answered|reply|replied|respond|responded)\b", re.IGNORECASE
)
# "Is that a lot?" asks for an opinion, which nobody has given.
_JUDGING = re.compile(
    r"^(?:(?:and|so|but|wow|ok|well)[, ]+)*(?:is|was|are|were|isn['’]t|aren['’]t) "
    r"(?:that|this|it|they|these|those) "
    r"(?:a lot|much|many|few|a few|enough|good|bad|normal|usual|unusual|weird|strange|funny|okay"
    r"|ok|big|small|important|serious)[?.! ]*$",
    re.IGNORECASE,
)
# "It is easy to", "is it true that": no thing is meant.
_EXPLETIVE = (
    r"(?:is |was |be |going to )?(?:true|easy|hard|difficult|possible|likely|too|raining|rain|clear"
    r"|said)\b"
)
_IT = re.compile(
    rf"\bits?\b(?! {_EXPLETIVE})"
    # Others point only where no noun follows.
    rf"|\b(?:this|that)(?= (?:{AUXILIARY}|mean|means|say|says|want|wants)\b|[?.! ]*$)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?P<which>next|last|previous|first|other|same) one\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"\bthe (?:very )?(?:first|second|third|last)(?= (?:{AUXILIARY})\b)", re.I)
_COUNTED = re.compile(
    r"\b(?:\d[\d,.]*|two|three|several|many|which|what|more) (?P<what>[a-z]+[^s\W])s\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:that|this|those|these|ones?|so|others?|there|it)\b", re.IGNORECASE)
_THERE = re.compile(r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere(?=\W*$)", re.IGNORECASE)
_FRONTED = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|now|well|back to|as for|what about|how about|about|regarding)\b"
    r"[\s,.]*)*(?P<what>[^,?]{2,40}), (?P<asked>(?:and )?(?:\w+ )?"
    rf"(?:who|whom|whose|which|what|when|where|why|how|{AUXILIARY})\b.+)$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"^(?P<head>(?:did|does|do|has|have) .+?) (?:anything|something|things) (?:else|more)"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
# "What did Bob Cray say, and who heard it?": it is his.
_JOINED = re.compile(r"\w [A-Z].*,? and \w+")
_OBJECT = re.compile(r"\b(?P<pronoun>him|her|them)(?=\W*$|,)", re.IGNORECASE)


def _fronted(text: str, known: Known) -> str:
    """The question with its subject in its place: "Back to China, did they sign?"."""
    found = _FRONTED.match(text)
    if not found or is_smalltalk(found["what"]):
        return ""
    what = found["what"].strip()
    named = names_of(f"_ {what}", known)
    role = is_role(what.split()[-1])
    if not named and not role and not re.match(r"(?:the|that|this) \w", what):
        return ""
    if any(known.is_person(word.written) for word in named) or role:
        pronoun = _PERSONAL.search(found["asked"])
    elif named and (pronoun := _PERSONAL.search(found["asked"])):
        what = re.sub(r" one$", " leader", what)
    elif named:
        pronoun = _PLURAL.search(found["asked"]) or _IT.search(found["asked"])
    else:
        pronoun = re.search(r"\bit\b", found["asked"])
        what = re.sub(r"^(?:that|this) ", "the ", what)
    if not pronoun:
        return ""
    return _put(found["asked"], pronoun, what)


def _with_object(text: str, turns: Sequence[Turn], known: Known) -> str:
    """`text` with whom "and him?" means: not the person whom the last question names."""
    bare = bare_of(text)
    pronoun = _OBJECT.search(bare)
    if not pronoun or (asks(bare.split(",")[0]) and not bare.lower().startswith("what about")):
        return text
    if len(words_of(bare.split(",")[0])) > 3:
        return text
    last = [fold(word.written) for word in names_of(turns[-1].question, known)]
    who = person_in(turns, pronoun["pronoun"], last) if pronoun["pronoun"] != "them" else ""
    return _put(bare, pronoun, who) if who else text


def _resolved(question: str, turns: Sequence[Turn], known: Known) -> str:
    """`question` with names and things in place of what points to them."""
    text = question
    pronoun = _PERSONAL.search(text)
    if pronoun and not _names_person(text[: pronoun.start()]):
        text = _put(text, pronoun, known.whole(person_in(turns, pronoun.group())))
        if pronoun.start() == 0:  # "he is from there?"
            text = inverted(text)
    elif pronoun and (other := _OBJECT.search(text)) and other.start() == pronoun.start():
        # Beside somebody who is named it is somebody else: "Did Bob Cray answer her?".
        named = [fold(word.written) for word in names_of(text[: other.start()], known)]
        text = _put(text, other, person_in(turns, other["pronoun"], named))
    plural = _PLURAL.search(text)
    if plural and not _names_anything(text[: plural.start()]) and not _ANSWERING.search(text):
        text = _with_they(text, plural, turns, alone=not pronoun)
    if (there := _THERE.search(text)) and (body := body_in(turns)) and body not in text:
        text = f"{text[: there.start()]}at {body}{text[there.end() :]}"
    if (which := _ORDINAL.search(text)) and (counted := _COUNTED.search(turns[-1].question)):
        text = f"{text[: which.end()]} {counted['what']}{text[which.end() :]}"
    thing = thing_in(turns)
    if (one := _ONE.search(text)) and thing:
        text = f"{text[: one.start()]}{one['which']} {thing.split()[-1]}{text[one.end() :]}"
    pointing = _IT.search(text)
    if pointing and not _JOINED.search(text[: pointing.start()]):
        text = _put(text, pointing, subject_in(turns) or thing)
    return text


def _with_they(text: str, they: re.Match[str], turns: Sequence[Turn], *, alone: bool) -> str:
    """`text` with the countries or the body of the last turn, else countries before, as "they"."""
    if countries := countries_in(turns[-1:]):
        return _put(text, they, countries)
    subject = they.group().lower() == "they"
    body = body_in(turns) if alone or not subject else ""
    if not body:
        counted = _COUNTED.search(turns[-1].question)
        several = f"the {counted['what']}s" if counted else ""
        return _put(text, they, several or countries_in(turns))
    if subject and (plain := re.match(r"(?P<word>what|where|why|how|when) they (?!\w+ed\b)", text)):
        text = _THERE.sub("", text).rstrip()
        return f"{plain['word']} does {body} {text[plain.end() :]}"
    return _put(text, they, body)


def _put(text: str, pronoun: re.Match[str], what: str) -> str:
    """`what` in the pronoun's place: "her view" is somebody's, "ask her" is not."""
    if not what:
        return text
    word, behind = pronoun.group().lower(), text[pronoun.end() :]
    possessive = word in _POSSESSIVE or (word == "her" and re.match(r"\s+[\w’'-]+", behind))
    return f"{text[: pronoun.start()]}{what}{'’s' if possessive else ''}{behind}"


_POSSESSIVE = frozenset({"his", "hers", "their", "theirs", "its"})


def _names_person(text: str) -> bool:
    names = (words_of(name.text) for name in names_in(text) if name.start > 0)
    return any(all(word.form not in NATION_FORMS for word in words) for words in names)


def _names_anything(text: str) -> bool:
    return any(name.start > 0 for name in names_in(text))
