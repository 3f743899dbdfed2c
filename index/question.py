"""What a question asks: its words, its names, and the kind of answer it wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from index.errors import QuestionError
from index.places import NATION_FORMS
from index.spelling import mend
from index.words import Word, fold, form_of, is_content, words_of, zipf

#: Characters; Discord's own limit for the option of a slash command can be set to it.
LONGEST = 500


class Asked(StrEnum):
    """The kind of answer that a question wants."""

    PERSON = "person"
    NUMBER = "number"
    PLACE = "place"
    TIME = "time"
    REASON = "reason"
    YES_NO = "yes_no"
    LIST = "list"
    POSITION = "position"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    `text` is cleaned, with misspelt words mended; `words` are its content words, `names` those of
    them that name something in particular.
    """

    text: str
    asked: Asked
    words: tuple[Word, ...]
    names: tuple[Word, ...]

    @property
    def sought(self) -> Word | None:
        """The noun behind "which", "what" or "how many": what kind of thing is asked for."""
        return _sought(self)

    @property
    def subject(self) -> Word | None:
        """What the question is about: the first content word behind "did" or "is", or behind "who".

        Behind "who" that is a verb ("who paid …"), and as decisive.
        """
        polite = _POLITE.match(self.text.lower())
        start = polite.end() if polite else 0
        asked = _AUXILIARY.match(self.text, start)
        if not asked:
            asked = _WHO.match(self.text, start)
            verb = next((w for w in self.words if asked and w.start >= asked.end()), None)
            return verb if verb and verb.form not in _ASKING_FORMS else None
        behind = (word for word in self.words if word.start >= asked.end())
        # "Who is named as …": a participle is no subject.
        return next((word for word in behind if not _VERB.search(word.written)), None)

    @property
    def pointing(self) -> tuple[Word, ...]:
        """Words that tell one thing from its like: "the next summit" is not this one."""
        return tuple(word for word in words_of(self.text) if word.form in _POINTING)

    @property
    def topic(self) -> tuple[Word, ...]:
        """The content words beside the names and the words that only ask for a position."""
        return tuple(
            word for word in self.words if word not in self.names and word.form not in _ASKING_FORMS
        )


_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]")


def clean(raw: str) -> str:
    """The question on one line, with ordinary spaces; QuestionError where it cannot be taken."""
    if _BIDI.search(raw):
        raise QuestionError(
            "The question holds marks that change the direction of writing. "
            "Type it again without them."
        )
    if any(unicodedata.category(char) in {"Cc", "Cs"} and not char.isspace() for char in raw):
        raise QuestionError("The question holds control characters. Type it again as plain text.")
    if "\ufffd" in raw:
        raise QuestionError("The question is not readable text. Send it as UTF-8.")
    text = " ".join(_INVISIBLE.sub("", raw).split())
    if not text:
        raise QuestionError("The question is empty. Ask something about the AI Action Summit.")
    if len(text) > LONGEST:
        raise QuestionError(
            f"The question has {len(text):,} characters, the most is {LONGEST}. "
            "Ask one thing, in a sentence or two."
        )
    if not any(char.isalpha() for char in text):
        raise QuestionError("The question has no words. Ask something about the AI Action Summit.")
    return text


def understand(raw: str, written: Collection[str] = ()) -> Question:
    """Take a question apart; words that no one writes so are mended towards `written` ones.

    Raises QuestionError, see `clean`.
    """
    text = mend(clean(raw), written, _ASKING)
    words = words_of(text)
    content = tuple(word for word in words if is_content(word))
    return Question(text, _asked(text), content, _names(words, content, written))


_ASKING = frozenset(
    """position view views stance opinion opinions think thinks thought thoughts argue argued argues
    believe believes believed feel feels felt want wants wanted claim claimed claims promise
    promised warn warned reaction reactions react reacted respond responded response comment
    comments commented remark remarks statement message speech attitude criticism criticize
    criticise explain explained describe described call called urge urged stress stressed admit
    admitted defend defended answer many much number countries country people person leader leaders
    summary summarize summarise list name names talk talked speak spoke""".split()
)
_ASKING_FORMS = frozenset(form_of(word) for word in _ASKING)

_KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Asked.NUMBER,
            r"\bhow (?:many|much|old|long|big|large|often)\b|\bnumber of\b"
            r"|\b(?:what|which) (?:number|percentage|share|age)\b|\bat what age\b",
        ),
        (
            Asked.TIME,
            r"^(?:and |so |but |since |until )?when\b|\bhow soon\b"
            r"|\b(?:what|which) (?:day|date|year|month|weekday|time)\b",
        ),
        (Asked.POSITION, r"\bwhere (?:do|does|did|is|are)\b.*\bstands?\b"),
        (
            Asked.PLACE,
            r"\bwhere\b|\b(?:what|which) (?:city|town|place|venue|location|building"
            r"|hotel|hall|room|street)\b",
        ),
        (Asked.REASON, r"\bwhy\b|\breasons?\b|\bhow come\b|\bwhat for\b|\bgrounds\b"),
        (
            Asked.LIST,
            r"\b(?:which|what) (?:are the |were the )?(?:\w+ ){0,2}"
            r"(?:countries|nations|states|companies|firms|organi[sz]ations|bodies|startups|things|topics|words|adjectives|qualities|principles"
            r"|goals|areas|fields|sectors|subjects|charities|nonprofits|non-profits|agreements"
            r"|institutions|ones)\b|^(?:please )?(?:list|name|enumerate)\b|\bwho (?:are|else)\b",
        ),
        (
            Asked.POSITION,
            r"\b(?:position|views?|stance|opinion|thoughts?|attitude|message|speech|reactions?|remarks"
            r"|comments?)\b|\b(?:thinks?|thought|says?|said|wants?|wanted|feels?|felt)\b"
            r"|\b(?:argu|believ|claim|promis|warn|react|respond|propos|defend|urg|stress|suggest"
            r"|demand|complain|criti[cs]i[sz])(?:e|s|es|ed|ing)?\b",
        ),
        (
            Asked.PERSON,
            r"\bwho\b|\bwhom\b|\bwhose\b|\bwhich (?:leader|person|politician|official)\b",
        ),
        (
            Asked.YES_NO,
            r"^(?:so |and |but |or )?(?:did|do|does|is|are|was|were|has|have|had|can|could|will"
            r"|would|should|must|may|shall|didn't|doesn't|isn't|wasn't|hasn't|aren't)\b",
        ),
    )
)


_ASKS_NOTHING = r"(?!.*\b(?:who|whom|whose|what|which|when|where|why|how)\b)"
#: A claim with a question behind it: "Canada signed, right?", "It is new, isn't it?".
_TAG = re.compile(
    rf"^{_ASKS_NOTHING}.*"
    r"(?:, ?(?:right|correct|true|no|yes|or not|or nah)"
    r"|\b(?:is|are|was|were|do|does|did|has|have|had|wo|would|ca|could)n['’]t "
    r"(?:he|she|it|they|there|that)) ?\?+$"
    rf"|^so (?!far\b){_ASKS_NOTHING}.*\?$",
)
#: A choice between two, which neither yes nor no answers.
_CHOICE = re.compile(r"\bor (?!not\b|nah\b|no\b|what\b|so\b|else\b)")
_POINTING = frozenset(form_of(word) for word in ("next", "previous", "upcoming", "future"))
_WHO = re.compile(r"who\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?:[\w’']+ ){0,3}?(?:did|do|does|is|are|was|were|has|have|had)\b", re.IGNORECASE
)
_SEEKING = re.compile(
    r"\b(?:which|what|how (?:many|much|high|big|large|expensive|fast)|number of)\b"
    r"(?! (?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|about)\b)",
    re.IGNORECASE,
)

_VERB = re.compile(r"(?:ed|ing)$")
_PLURAL = re.compile(r"[^su]s$")


def _sought(question: Question) -> Word | None:
    asked = _SEEKING.search(question.text)
    if not asked:
        return None
    noun = None
    for word in words_of(question.text):
        if word.start < asked.end():
            continue
        # The noun ends where a function word, a name or a verb begins; a plural is its end.
        if not is_content(word) or (
            noun and (word in question.names or _VERB.search(word.written))
        ):
            break
        noun = word
        if _PLURAL.search(word.written):
            break
    return noun if noun and noun not in question.names else None


_POLITE = re.compile(
    r"^(?:(?:hi|hey|hello|please|ok|so|and|but|um)\b[ ,]*)*"
    r"(?:(?:can|could|would|will|do) you (?:please )?"
    r"(?:(?:tell|explain|sum up|summari[sz]e|say|list|name|give|describe|know)\b ?"
    r"(?:to )?(?:me|us)?\b ?)?)?"
)


def _asked(text: str) -> Asked:
    folded = _POLITE.sub("", fold(text)).strip()
    if _TAG.search(folded) or (_KINDS[-1][1].search(folded) and not _CHOICE.search(folded)):
        return Asked.YES_NO
    if re.match(r"who\b", folded):
        return Asked.PERSON
    others = _KINDS[:-1]  # a choice is no claim
    return next((kind for kind, pattern in others if pattern.search(folded)), Asked.OTHER)


def _names(
    words: tuple[Word, ...], content: tuple[Word, ...], written: Collection[str]
) -> tuple[Word, ...]:
    behind = words[1:]
    capitals = sum(word.written[0].isupper() for word in behind)
    # In a headline or a shout capitals say nothing.
    telling = capitals <= max(2, 0.7 * len(behind))
    return tuple(
        word
        for word in content
        if word.form not in _EVERYWHERE
        and (
            word.form in NATION_FORMS
            or (telling and word is not words[0] and word.written[0].isupper())
            # A word that only the sources use is a name of theirs, however it is typed.
            or (zipf(fold(word.written)) == 0 and fold(word.written) in written)
        )
    )


# A name that every passage could hold tells none from another.
_EVERYWHERE = frozenset({"ai"})
