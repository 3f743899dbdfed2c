"""Questions that a paragraph does not answer, made by rule from ones that it does.

SQuAD 2.0's writers were asked for such questions; what they did falls into a few kinds (Rajpurkar,
Jia, Liang, 2018, arXiv 1806.03822, table 1: negation, antonym, entity swap, mutual exclusion,
impossible condition). Each rule here makes one kind: it takes a question and says what it became,
or None where it does not fit. A rule may now and then make a question that the paragraph does
answer after all; the reader is trained on many, so a few such do little harm.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import zipf_frequency

from index.places import NATION_FORMS, NATIONS


@dataclass(frozen=True, slots=True)
class Material:
    """What a rule works with: the question, its answer, its paragraph, its article's names."""

    question: str
    answer: str
    context: str
    names: tuple[str, ...]


Rule = Callable[[Material, random.Random], str | None]

_CAPITALISED = r"[A-Z][\w-]*[a-z][\w-]*(?:[’'](?!s\b)\w+)?"
_NAME = re.compile(rf"\b{_CAPITALISED}(?: (?:of |de |the )?{_CAPITALISED})*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = re.compile(r"\b(?:" + "|".join(_MONTHS) + r")\b")
_ASKING = re.compile(
    r"^(?:in|on|at|for|to|from|by|with|of|the|after|before|during|under)?\s*"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)


def names_in(text: str) -> tuple[str, ...]:
    """Runs of capitalised words that do not merely begin a sentence, once each, in order."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip()
        begins = not before or before[-1] in '.!?"“:'
        if not (begins and " " not in match.group()) and not _ASKING.match(match.group()):
            found[match.group()] = None
    return tuple(found)


def another_name(given: Material, rng: random.Random) -> str | None:
    """Another name of the paragraph or article in place of one in the question."""
    own = [name for name in names_in(given.question) if not _MONTH.search(name)]
    if not own:
        return None
    old = rng.choice(own)
    here = _others(names_in(given.context), given, old)
    pool = here if here and rng.random() < 0.6 else _others(given.names, given, old)
    return given.question.replace(old, rng.choice(pool), 1) if pool else None


def _others(names: Sequence[str], given: Material, old: str) -> list[str]:
    """The names that are neither in the question nor in the answer, as long as the old one."""
    taken = f"{given.question} {given.answer}".lower()
    length = len(old.split())
    return [
        name
        for name in names
        if abs(len(name.split()) - length) <= 1
        and not any(word in taken for word in name.lower().split() if len(word) > 3)
        and not _MONTH.search(name)
    ]


_NATION = re.compile(r"\b[A-Z][a-z]+\b")
_PROPER = sorted(form.capitalize() for form in NATION_FORMS if form.isalpha())


def another_country(given: Material, rng: random.Random) -> str | None:
    """A country of which the paragraph says nothing in place of one in the question."""
    own = [w for w in _NATION.findall(given.question) if NATIONS.get(w.lower()) == w.lower()]
    absent = [name for name in _PROPER if name not in given.context]
    return given.question.replace(rng.choice(own), rng.choice(absent), 1) if own else None


def another_number(given: Material, rng: random.Random) -> str | None:
    """Another number, year or month in place of one in the question."""
    if months := _MONTH.findall(given.question):
        others = [month for month in _MONTHS if month not in given.question]
        return given.question.replace(rng.choice(months), rng.choice(others), 1)
    own = _NUMBER.findall(given.question)
    if not own:
        return None
    old = rng.choice(own)
    here = [n for n in _NUMBER.findall(given.context) if n not in given.question]
    alike = [n for n in here if len(n) == len(old)]
    if alike and rng.random() < 0.6:
        return given.question.replace(old, rng.choice(alike), 1)
    plain = old.replace(",", "").replace(".", "")
    far = 30 if len(plain) == 4 else max(int(plain), 3)
    new = str(max(int(plain) + rng.choice([-1, 1]) * rng.randint(1, far), 1))
    return given.question.replace(old, new, 1) if new not in given.context else None


_AUXILIARY = re.compile(
    r"\b(did|does|do|was|were|is|are|could|would|has|have|had|should|must|can|will|may|might)\b",
    re.IGNORECASE,
)
_CONTRACTED = {"can": "can't", "will": "won't", "may": "may not", "might": "might not"}
_NEGATED = re.compile(r"\bnot |n't\b|\bnever ", re.IGNORECASE)
_ACTED = re.compile(r"^(who|what|which \w+) (\w+(?:ed|s|d|t|e))\b", re.IGNORECASE)


def negation(given: Material, rng: random.Random) -> str | None:
    """The question denied: what was *not*, who *never*."""
    if _NEGATED.search(given.question):
        return None
    acted = _ACTED.match(given.question)
    if acted and not _AUXILIARY.fullmatch(acted.group(2)):
        return f"{acted.group(1)} never {given.question[acted.start(2) :]}"
    found = _AUXILIARY.search(given.question)
    if not found:
        return None
    word = found.group().lower()
    denied = _CONTRACTED.get(word, f"{word}n't")
    if rng.random() < 0.5:
        denied = f"{word} not" if word != "can" else "cannot"
    return given.question[: found.start()] + denied + given.question[found.end() :]


_ANTONYMS = """
largest smallest | larger smaller | biggest smallest | highest lowest | higher lower | most least
more fewer | first last | before after | oldest youngest | older younger | earliest latest
earlier later | longest shortest | longer shorter | best worst | better worse | major minor
increase decrease | increased decreased | increasing decreasing | increases decreases | rise fall
rose fell | rising falling | gained lost | gain lose | won lost | win lose | began ended | begin end
started stopped | start stop | starts stops | opened closed | open close | accepted rejected
accept reject | allowed forbade | allow forbid | allows forbids | supported opposed | support oppose
supports opposes | agreed disagreed | agree disagree | joined left | join leave | north south
northern southern | east west | eastern western | inside outside | above below | early late
strong weak | stronger weaker | positive negative | public private | rich poor | richest poorest
good bad | new old | common rare | easy difficult | easier harder | success failure
successful unsuccessful | possible impossible | legal illegal | similar different | same opposite
included excluded | include exclude | includes excludes | created destroyed | create destroy
built demolished | build demolish | discovered forgot | defeated saved | attacked defended
attack defend | appointed dismissed | hired fired | raised lowered | raise lower | likely unlikely
approved refused | approve refuse | signed refused | praised condemned | praise condemn
encouraged discouraged | encourage discourage | encourages discourages | liked disliked
like dislike | loved hated | love hate | cheap expensive | fast slow | faster slower
internal external | upper lower | urban rural | ancient modern | permanent temporary
direct indirect | simple complex | found lost | added removed | add remove | adds removes
caused prevented | cause prevent | causes prevents | helped hindered | help hinder | helps hinders
male female | man woman | men women | king queen | father mother | son daughter | brother sister
husband wife | always never | often rarely | majority minority | maximum minimum | victory defeat
advantage disadvantage | strength weakness | import export | imported exported | enter leave
entered left | bought sold | buy sell | dead alive | died survived | die survive | friend enemy
ally enemy | peace war | ahead behind
"""
_OPPOSITE: dict[str, str] = {}
for _pair in re.split(r"[|\n]", _ANTONYMS):
    if _pair.strip():
        _one, _other = _pair.split()
        _OPPOSITE.setdefault(_one, _other)
        _OPPOSITE.setdefault(_other, _one)
_WORD = re.compile(r"\b[a-z]+\b")


def antonym(given: Material, rng: random.Random) -> str | None:
    """The opposite of a word in the question, where the paragraph does not speak of it."""
    own = [
        match
        for match in _WORD.finditer(given.question)
        if match.group() in _OPPOSITE
        and not re.search(rf"\b{_OPPOSITE[match.group()]}\b", given.context.lower())
        and match.start() > 0
        and not given.question[match.end() :].startswith(" like")
        and given.question[: match.start()].split()[-1].lower() not in {"the same", "how"}
    ]
    if not own:
        return None
    match = rng.choice(own)
    return (
        given.question[: match.start()] + _OPPOSITE[match.group()] + given.question[match.end() :]
    )


def condition(given: Material, rng: random.Random) -> str | None:
    """A condition of which the paragraph says nothing."""
    body = given.question.rstrip("? ")
    place = rng.choice([name for name in _PROPER if name not in given.context])
    year = str(rng.randint(1700, 2024))
    month = rng.choice([month for month in _MONTHS if month not in given.context])
    elsewhere = [name for name in given.names if name not in given.context]
    ends = [f"in {place}", f"outside of {place}", f"because of {place}"]
    if year not in given.context:
        ends += [f"in {year}", f"before {year}", f"after {year}"]
    ends += [f"in {month}", "for the second time", "without anyone noticing", "as a child"]
    if elsewhere:
        name = rng.choice(elsewhere)
        ends += [f"according to {name}", f"together with {name}", f"instead of {name}"] * 2
    return f"{body} {rng.choice(ends)}?"


_ENDINGS = ("ing", "ed", "tion", "sion", "ment", "ity", "ness", "ly", "ive", "al", "ous", "ists",
            "ers", "er", "ies", "es", "s")  # fmt: skip


def another_word(given: Material, rng: random.Random) -> str | None:
    """Another word of the paragraph, of the same ending, in place of a telling one."""
    own = [m for m in _WORD.finditer(given.question) if _telling(m.group())]
    rng.shuffle(own)
    for match in own:
        ending = _ending(match.group())
        pool: list[str] = sorted(
            {
                word
                for word in _WORD.findall(given.context)
                if _telling(word)
                and _ending(word) == ending
                and word[:4] != match.group()[:4]
                and word not in given.question
                and word not in given.answer.lower()
            }
        )
        if ending and pool:
            word = rng.choice(pool)
            return given.question[: match.start()] + word + given.question[match.end() :]
    return None


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


@lru_cache(maxsize=100_000)
def _telling(word: str) -> bool:
    return len(word) > 3 and zipf_frequency(word, "en", wordlist="small") < 5.3


_TIME_OR_PLACE = re.compile(
    r"^(when|where) (?=did|was|were|is|does|do|are|has|have)", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:because|due|since|reasons?|caused?|therefore|thus|led|so that|in order"
    r"|result(?:ed)?|to)\b"
)


def another_kind(given: Material, rng: random.Random) -> str | None:
    """A cause, a cost or a frequency asked for where the paragraph gives a time or place."""
    found = _TIME_OR_PLACE.match(given.question)
    if not found:
        return None
    kinds = ["How often ", "With whose help ", "At what cost "]
    if not _CAUSE.search(given.context.lower()):
        kinds += ["Why "] * 3
    return rng.choice(kinds) + given.question[found.end() :]


#: Every rule, with how often it is tried before the others.
RULES: tuple[tuple[Rule, float], ...] = (
    (another_name, 3.0),
    (another_country, 1.5),
    (another_number, 2.0),
    (negation, 1.0),
    (antonym, 2.0),
    (another_word, 2.0),
    (another_kind, 0.7),
    (condition, 0.8),
)


def twisted(given: Material, rng: random.Random) -> str | None:
    """The question under the first rule that fits, in an order drawn by the rules' weights."""
    order = sorted(RULES, key=lambda entry: rng.random() ** (1 / entry[1]), reverse=True)
    for rule, _ in order:
        made = rule(given, rng)
        if made and made != given.question:
            return made
    return None


_AUX_FIRST = re.compile(
    r"^(who|what|when|where) (did|does|was|is|were|are|can|could|has|had) (.+?)\??$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"^(?:in|on|at|from|during|after|before|by|near|between|since)\b", re.I)


def of_a_kind(one: str, other: str) -> bool:
    """Whether two answers could stand in each other's place: both figures, or both names."""
    figures = [any(letter.isdigit() for letter in answer) for answer in (one, other)]
    if any(figures):
        return all(figures)
    return one[:1].isupper() and other[:1].isupper()


def as_claim(question: str, answer: str) -> str | None:
    """A question after a thing as one after a fact: "When did it open?", "Did it open in May?"."""
    found = _AUX_FIRST.match(question)
    if not found or len(answer.split()) > 6 or not answer.isprintable():
        return None
    asking, auxiliary, rest = found.groups()
    said = answer.rstrip(".,;")
    if asking.lower() in {"when", "where"} and not _PREPOSITION.match(said):
        said = f"in {said}"
    return f"{auxiliary.capitalize()} {rest} {said}?"
