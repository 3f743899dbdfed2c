"""Replies as they are kept: whole, and each quotation by its place, to be found again. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from bot.knowledge import Knowledge, holds
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Passage,
    Quotation,
    Reason,
    Reference,
    Reply,
    Source,
    Span,
)

_Place = tuple[str, str, int, int]


def cited(reply: Reply) -> tuple[Citation, ...]:
    """What `reply` quotes: for an answer, or against what a question takes for granted."""
    if isinstance(reply, Answer):
        return reply.citations
    return (reply.contradiction,) if reply.contradiction else ()


def stands(reply: Reply, knowledge: Knowledge) -> bool:
    """Whether all that `reply` quotes is still indexed as it was."""
    return all(holds(knowledge, citation.passage) for citation in cited(reply))


def pack(reply: Reply) -> str:
    """`reply` as JSON, with the passages that it quotes and with the best hit's place alone."""
    kept: dict[str, Any] = {
        "question": reply.question,
        "text": reply.text,
        "notes": list(reply.notes),
        "hits": [_packed_hit(hit) for hit in reply.hits[:1]],
        "passages": _packed_passages(citation.passage for citation in cited(reply)),
    }
    match reply:
        case Answer():
            kept |= {
                "lead": reply.lead.value if reply.lead else None,
                "probability": reply.probability,
                "citations": [_packed(citation) for citation in reply.citations],
                "disagreement": reply.disagreement,
            }
        case Abstention():
            against = reply.contradiction
            kept |= {
                "reason": reply.reason.value,
                "contradiction": _packed(against) if against else None,
            }
    return json.dumps(kept, ensure_ascii=False)


def unpack(text: str, knowledge: Knowledge) -> Reply | None:
    """The reply that `pack` made `text` of, with its passages as they are indexed, or were then.

    None where one is no longer indexed and was not kept either, as in earlier versions. The best
    hit is left out where it is gone, since nothing is claimed of it.
    """
    kept = json.loads(text)
    then = {_place(passage): passage for passage in map(_passage, kept.get("passages", ()))}
    found = [_unpacked_hit(hit, knowledge) for hit in kept["hits"]]
    hits = tuple(hit for hit in found if hit)
    notes = tuple(kept["notes"])
    if "reason" in kept:
        packed = kept["contradiction"]
        against = _unpacked(packed, knowledge, then) if packed else None
        if packed and against is None:
            return None
        reason = Reason(kept["reason"])
        return Abstention(kept["question"], kept["text"], reason, hits, against, notes)
    every = [_unpacked(citation, knowledge, then) for citation in kept["citations"]]
    citations = tuple(citation for citation in every if citation)
    if len(citations) < len(every):
        return None
    return Answer(
        kept["question"],
        kept["text"],
        citations,
        hits,
        Lead(kept["lead"]) if kept["lead"] else None,
        kept["probability"],
        notes,
        kept.get("disagreement", ""),
    )


def as_asked(text: str, question: str) -> str:
    """A packed reply, told to be to `question` and not to what that was understood to mean."""
    kept = json.loads(text)
    if kept.get("question", question) == question:
        return text
    return json.dumps(kept | {"question": question}, ensure_ascii=False)


def spans_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """What a packed reply quotes: source, start and end of each quotation."""
    kept = json.loads(text)
    every = [*kept.get("citations", ()), *filter(None, [kept.get("contradiction")])]
    return tuple((one["source"], one["quoted"][0], one["quoted"][1]) for one in every)


def _place(passage: Passage) -> _Place:
    return passage.source.id, passage.source.sha256, passage.start, passage.end


def _packed_place(passage: Passage) -> dict[str, Any]:
    return {
        "source": passage.source.id,
        "sha256": passage.source.sha256,
        "passage": [passage.start, passage.end],
    }


def _packed(citation: Citation) -> dict[str, Any]:
    quotation = citation.quotation
    return _packed_place(citation.passage) | {
        "number": citation.number,
        "quoted": [quotation.start, quotation.end],
        "quote": quotation.text,
        "marks": [[mark.start, mark.end] for mark in quotation.marks],
        "speaker": citation.speaker,
        "subject": citation.subject,
    }


def _packed_hit(hit: Hit) -> dict[str, Any]:
    return _packed_place(hit.passage) | {"scores": [hit.score, hit.cosine, hit.bm25]}


def _packed_passages(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Each of these passages once, with what is shown of it."""
    return [
        {
            "source": asdict(passage.source),
            "start": passage.start,
            "text": passage.text,
            "paragraph": passage.paragraph,
            "page": passage.page,
            "references": [asdict(reference) for reference in passage.references],
        }
        for passage in {_place(passage): passage for passage in passages}.values()
    ]


def _passage(kept: dict[str, Any]) -> Passage:
    start, text = kept["start"], kept["text"]
    # A later version may say more of a source.
    known = {field.name for field in fields(Source)}
    return Passage(
        Source(**{name: value for name, value in kept["source"].items() if name in known}),
        start,
        start + len(text),
        text,
        kept["paragraph"],
        references=tuple(Reference(**one) for one in kept["references"]),
        page=kept["page"],
    )


def _unpacked(
    kept: dict[str, Any], knowledge: Knowledge, then: dict[_Place, Passage]
) -> Citation | None:
    start, end = kept["passage"]
    place = kept["source"], kept["sha256"], start, end
    marks = tuple(Span(*mark) for mark in kept["marks"])
    for passage in (knowledge.find(*place), then.get(place)):
        if passage is None:
            continue
        quotation = Quotation.of(passage, Span(*kept["quoted"]), marks)
        if quotation.text == kept["quote"]:
            return Citation(kept["number"], quotation, kept["speaker"], kept["subject"])
    return None


def _unpacked_hit(kept: dict[str, Any], knowledge: Knowledge) -> Hit | None:
    passage = knowledge.find(kept["source"], kept["sha256"], *kept["passage"])
    return Hit(passage, *kept["scores"]) if passage else None
