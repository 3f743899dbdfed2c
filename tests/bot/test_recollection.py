"""Replies that are kept and found again, and those whose sources have changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge import Knowledge
from bot.recollection import as_asked, pack, spans_of, unpack
from index.types import Passage, Reply
from tests.bot.fakes import GAZETTE, KNOWLEDGE, SIGNED, abstention, answer, claim, premise


def changed(passage: Passage) -> Passage:
    return replace(passage, source=replace(passage.source, sha256="f" * 64))


@pytest.mark.parametrize("reply", [answer(), claim(), abstention(), premise()])
def test_a_reply_is_found_again_as_it_was(reply: Reply) -> None:
    assert unpack(pack(reply), KNOWLEDGE) == reply


def test_a_reply_is_packed_without_its_passages() -> None:
    assert SIGNED not in pack(answer())


@pytest.mark.parametrize("reply", [answer(), claim(), premise()])
def test_what_quotes_a_source_that_has_changed_is_not_shown_again(reply: Reply) -> None:
    other = Knowledge("gen-2", KNOWLEDGE.sources, tuple(map(changed, KNOWLEDGE.passages)))
    assert unpack(pack(reply), other) is None


def test_a_refusal_quotes_nothing_and_so_outlives_its_sources() -> None:
    gone = Knowledge("gen-2", (), ())
    assert unpack(pack(abstention()), gone) == replace(abstention(), hits=())


def test_an_index_that_was_built_anew_from_the_same_source_shows_it_again() -> None:
    assert unpack(pack(answer()), replace(KNOWLEDGE, version="gen-2")) == answer()


def test_other_words_at_the_same_place_are_not_taken_for_the_quotation() -> None:
    other = "Nobody signed at all, and nobody will do so"[: len(SIGNED)].ljust(len(SIGNED), ".")
    passages = [
        replace(one, text=other) if one.text == SIGNED else one for one in KNOWLEDGE.passages
    ]
    assert unpack(pack(answer()), replace(KNOWLEDGE, passages=tuple(passages))) is None


def test_a_reply_may_be_told_to_be_to_the_question_as_it_was_asked() -> None:
    packed = pack(answer("And the British (How many signed?)?"))
    assert unpack(as_asked(packed, "And the British?"), KNOWLEDGE) == answer("And the British?")
    assert as_asked(packed, "And the British (How many signed?)?") == packed


def test_the_spans_are_those_of_the_quotations() -> None:
    first = answer().citations[0].quotation
    assert spans_of(pack(answer()))[0] == (GAZETTE.id, first.start, first.end)
    assert len(spans_of(pack(premise()))) == 1
    assert spans_of(pack(abstention())) == ()
