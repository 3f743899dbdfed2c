"""The French glossary, the forms made from it, and English forms, against hand-written ones."""

from __future__ import annotations

import re

import pytest

from index.french.inflection import gerund, participle, past, plural, third_person
from index.french.lexicon import FILE, lexicon, senses_of
from index.french.senses import Form, Kind, key_of

LINES = FILE.read_text(encoding="utf-8").splitlines()


def test_every_line_is_an_entry_a_heading_or_a_remark() -> None:
    for line in LINES:
        entry = re.fullmatch(r"[^\t]+\t[^\t]+(?:\t[^\t]+)?", line)
        heading = re.fullmatch(r"\[(\w+)\]", line)
        assert entry or heading or not line or line.startswith("# "), line
        assert not heading or heading[1] in set(Kind), line


def test_no_spelling_stands_twice_under_one_heading() -> None:
    kind, seen = "", set()
    for line in LINES:
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            kind = heading[1]
        elif line and not line.startswith("#"):
            for spelling in line.split("\t")[0].split(", "):
                assert (kind, spelling) not in seen, spelling
                seen.add((kind, spelling))
    assert len(seen) > 2000


def readings(word: str, kind: Kind = Kind.VERB) -> set[tuple[str, str]]:
    return {(s.english, s.form.value) for s in senses_of(word) if s.kind is kind}


@pytest.mark.parametrize(
    ("word", "english", "form"),
    [
        ("signent", "sign", Form.PRESENT),
        ("signait", "sign", Form.PAST),
        ("signera", "sign", Form.FUTURE),
        ("signerait", "sign", Form.CONDITIONAL),
        ("signées", "sign", Form.PARTICIPLE),
        ("signant", "sign", Form.GERUND),
        ("signer", "sign", Form.BASE),
        ("choisissent", "choose", Form.PRESENT),
        ("choisi", "choose", Form.PARTICIPLE),
        ("répondit", "respond", Form.PAST),
        ("répondu", "respond", Form.PARTICIPLE),
        ("repondra", "respond", Form.FUTURE),
        ("paient", "pay", Form.PRESENT),
        ("préfère", "prefer", Form.PRESENT),
        ("mène", "lead", Form.PRESENT),
        ("appelle", "call", Form.PRESENT),
        ("engageons", "commit", Form.PRESENT),
        # irregular
        ("veulent", "want", Form.PRESENT),
        ("venait", "come", Form.PAST),
        ("saurait", "know", Form.CONDITIONAL),
        ("connais", "know", Form.PRESENT),
        ("écrivent", "write", Form.PRESENT),
        ("ecrit", "write", Form.PARTICIPLE),
        ("promettra", "promise", Form.FUTURE),
        ("elus", "elect", Form.PARTICIPLE),
        ("dûs", "must", Form.PARTICIPLE),
    ],
)
def test_a_verb_is_known_in_its_forms(word: str, english: str, form: Form) -> None:
    assert (english, form.value) in readings(word)


@pytest.mark.parametrize(
    ("word", "kind", "english", "form"),
    [
        ("déclarations", Kind.NOUN, "declaration", Form.PLURAL),
        ("generaux", Kind.ADJECTIVE, "general", Form.PLURAL),
        ("enjeux", Kind.NOUN, "issue", Form.PLURAL),
        ("européennes", Kind.ADJECTIVE, "European", Form.PLURAL),
        ("publique", Kind.ADJECTIVE, "public", Form.BASE),
        ("ambitieuse", Kind.ADJECTIVE, "ambitious", Form.BASE),
        ("inclusive", Kind.ADJECTIVE, "inclusive", Form.BASE),
        ("première", Kind.NUMBER, "first", Form.BASE),
    ],
)
def test_nouns_and_adjectives_are_known_in_theirs(
    word: str, kind: Kind, english: str, form: Form
) -> None:
    assert (english, form.value) in readings(word, kind)


def test_an_accent_that_is_typed_decides() -> None:
    assert {sense.kind for sense in senses_of("à")} == {Kind.PREPOSITION}
    assert readings("signe") == {("sign", "present"), ("sign", "participle")}
    assert readings("signé") == {("sign", "participle")}


def test_a_slip_is_mended_where_only_one_word_can_be_meant_and_a_name_is_left_alone() -> None:
    assert readings("signataieres", Kind.NOUN) == {("signatory", "plural")}
    for name in ("dillet", "amodei", "techfugees", "Mistral", "bouygues"):
        assert senses_of(name) == ()


def test_phrases_are_keyed_without_accents_hyphens_and_apostrophes() -> None:
    assert key_of("Qu’est-ce qu'") == "qu est ce qu"
    assert lexicon().senses["royaume uni"][0].english == "the United Kingdom"
    assert lexicon().reach["qu"] >= 4


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", ("signs", "signed", "signed", "signing")),
        ("take place", ("takes place", "took place", "taken place", "taking place")),
        ("refuse", ("refuses", "refused", "refused", "refusing")),
        ("deny", ("denies", "denied", "denied", "denying")),
        ("admit", ("admits", "admitted", "admitted", "admitting")),
        ("offer", ("offers", "offered", "offered", "offering")),
        ("prefer", ("prefers", "preferred", "preferred", "preferring")),
        ("ban", ("bans", "banned", "banned", "banning")),
        ("be", ("is", "was", "been", "being")),
        ("have", ("has", "had", "had", "having")),
        ("agree", ("agrees", "agreed", "agreed", "agreeing")),
        ("die", ("dies", "died", "died", "dying")),
    ],
)
def test_english_verbs_are_inflected_at_their_first_word(
    verb: str, forms: tuple[str, str, str, str]
) -> None:
    assert (third_person(verb), past(verb), participle(verb), gerund(verb)) == forms


def test_english_nouns_are_inflected_at_their_last_word_or_before_of() -> None:
    pairs = {
        "country": "countries", "day": "days", "business": "businesses", "person": "people",
        "head of state": "heads of state", "member state": "member states", "news": "news",
        "bias": "biases", "human rights": "human rights", "euro": "euros", "church": "churches",
    }  # fmt: skip
    assert {noun: plural(noun) for noun in pairs} == pairs
