"""Replies that are kept and found again, and those whose sources have changed since."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.recollection import as_asked, pack, spans_of, stands, unpack
from index.types import Answer, Passage, Reference, Reply
from tests.bot.fakes import (
    BRIEFING,
    GAZETTE,
    KNOWLEDGE,
    SIGNED,
    Shelf,
    abstention,
    answer,
    citation,
    claim,
    passage,
    premise,
)


def changed(passage: Passage) -> Passage:
    return replace(passage, source=replace(passage.source, sha256="f" * 64))


CHANGED = Shelf("gen-2", KNOWLEDGE.sources, tuple(map(changed, KNOWLEDGE.passages)))


def quoting_a_briefing() -> Answer:
    """What rests on references, from a page, where sources disagree."""
    whole = replace(
        passage("The hall seated 900.", BRIEFING, paragraph=7),
        references=(Reference("Élysée", "Aims", "2025-02", "https://elysee.example"),),
        page=3,
    )
    return Answer("How many?", "900 [1]", (citation(1, whole),), disagreement="how many sat")


@pytest.mark.parametrize("reply", [answer(), claim(), abstention(), premise()])
def test_a_reply_is_found_again_as_it_was(reply: Reply) -> None:
    assert unpack(pack(reply), KNOWLEDGE) == reply


def test_each_passage_that_is_quoted_is_packed_once() -> None:
    assert pack(answer()).count(SIGNED) == 1


@pytest.mark.parametrize("reply", [answer(), claim(), premise(), quoting_a_briefing()])
@pytest.mark.parametrize("now", [CHANGED, Shelf("gen-2", (), ())])
def test_what_quotes_a_source_that_has_changed_is_found_as_it_was(reply: Reply, now: Shelf) -> None:
    found = unpack(pack(reply), now)
    assert found == replace(reply, hits=())
    assert not stands(found, now)
    assert stands(reply, KNOWLEDGE) is (reply != quoting_a_briefing())


@pytest.mark.parametrize("reply", [answer(), claim(), abstention(), premise()])
def test_what_the_version_before_has_packed_is_found_while_its_sources_are_the_same(
    reply: Reply,
) -> None:
    kept = json.loads(pack(reply))
    before = json.dumps({k: v for k, v in kept.items() if k not in ("passages", "disagreement")})
    assert unpack(before, KNOWLEDGE) == reply
    gone = unpack(before, CHANGED)
    assert (gone is None) is (reply != abstention())


def test_what_a_later_version_may_say_of_a_source_is_passed_over() -> None:
    kept = json.loads(pack(answer()))
    for one in kept["passages"]:
        one["source"]["mood"] = "sunny"
    assert unpack(json.dumps(kept), CHANGED) == replace(answer(), hits=())


def test_a_refusal_quotes_nothing_and_so_outlives_its_sources() -> None:
    gone = Shelf("gen-2", (), ())
    assert unpack(pack(abstention()), gone) == replace(abstention(), hits=())


def test_an_index_that_was_built_anew_from_the_same_source_shows_it_again() -> None:
    assert unpack(pack(answer()), replace(KNOWLEDGE, generation="gen-2")) == answer()


def test_other_words_at_the_same_place_are_not_taken_for_those_that_were_quoted() -> None:
    other = "Nobody signed at all, and nobody will do so"[: len(SIGNED)].ljust(len(SIGNED), ".")
    passages = [
        replace(one, text=other) if one.text == SIGNED else one for one in KNOWLEDGE.passages
    ]
    other_now = replace(KNOWLEDGE, passages=tuple(passages))
    found = unpack(pack(answer()), other_now)
    assert isinstance(found, Answer)
    assert found.citations == answer().citations
    assert not stands(found, other_now)


def test_a_reply_may_be_told_to_be_to_the_question_as_it_was_asked() -> None:
    packed = pack(answer("And the British (How many signed?)?"))
    assert unpack(as_asked(packed, "And the British?"), KNOWLEDGE) == answer("And the British?")
    assert as_asked(packed, "And the British (How many signed?)?") == packed


def test_the_spans_are_those_of_the_quotations() -> None:
    first = answer().citations[0].quotation
    assert spans_of(pack(answer()))[0] == (GAZETTE.id, first.start, first.end)
    assert len(spans_of(pack(premise()))) == 1
    assert spans_of(pack(abstention())) == ()
