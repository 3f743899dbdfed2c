"""Replies as they are kept: what they quote by its place, so that it can be found again. Pure."""

from __future__ import annotations

import json
from typing import Any

from bot.knowledge import Knowledge
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Passage,
    Quotation,
    Reason,
    Reply,
    Span,
)


def pack(reply: Reply) -> str:
    """`reply` as JSON, without its passages and with the best hit's place alone."""
    kept: dict[str, Any] = {
        "question": reply.question,
        "text": reply.text,
        "notes": list(reply.notes),
        "hits": [_packed_hit(hit) for hit in reply.hits[:1]],
    }
    match reply:
        case Answer():
            kept |= {
                "lead": reply.lead.value if reply.lead else None,
                "probability": reply.probability,
                "citations": [_packed(citation) for citation in reply.citations],
            }
        case Abstention():
            against = reply.contradiction
            kept |= {
                "reason": reply.reason.value,
                "contradiction": _packed(against) if against else None,
            }
    return json.dumps(kept, ensure_ascii=False)


def unpack(text: str, knowledge: Knowledge) -> Reply | None:
    """The reply that `pack` made `text` of; None where a passage it cites is no longer indexed.

    The best hit is left out where it is gone, since nothing is claimed of it.
    """
    kept = json.loads(text)
    found = [_unpacked_hit(hit, knowledge) for hit in kept["hits"]]
    hits = tuple(hit for hit in found if hit)
    notes = tuple(kept["notes"])
    if "reason" in kept:
        packed = kept["contradiction"]
        against = _unpacked(packed, knowledge) if packed else None
        if packed and against is None:
            return None
        reason = Reason(kept["reason"])
        return Abstention(kept["question"], kept["text"], reason, hits, against, notes)
    cited = [_unpacked(citation, knowledge) for citation in kept["citations"]]
    citations = tuple(citation for citation in cited if citation)
    if len(citations) < len(cited):
        return None
    lead = Lead(kept["lead"]) if kept["lead"] else None
    return Answer(kept["question"], kept["text"], citations, hits, lead, kept["probability"], notes)


def as_asked(text: str, question: str) -> str:
    """A packed reply, told to be to `question` and not to what that was understood to mean."""
    kept = json.loads(text)
    if kept.get("question", question) == question:
        return text
    return json.dumps(kept | {"question": question}, ensure_ascii=False)


def spans_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """What a packed reply quotes: source, start and end of each quotation."""
    kept = json.loads(text)
    cited = [*kept.get("citations", ()), *filter(None, [kept.get("contradiction")])]
    return tuple((one["source"], one["quoted"][0], one["quoted"][1]) for one in cited)


def _place(passage: Passage) -> dict[str, Any]:
    return {
        "source": passage.source.id,
        "sha256": passage.source.sha256,
        "passage": [passage.start, passage.end],
    }


def _packed(citation: Citation) -> dict[str, Any]:
    quotation = citation.quotation
    return _place(citation.passage) | {
        "number": citation.number,
        "quoted": [quotation.start, quotation.end],
        "quote": quotation.text,
        "marks": [[mark.start, mark.end] for mark in quotation.marks],
        "speaker": citation.speaker,
        "subject": citation.subject,
    }


def _packed_hit(hit: Hit) -> dict[str, Any]:
    return _place(hit.passage) | {"scores": [hit.score, hit.cosine, hit.bm25]}


def _passage(kept: dict[str, Any], knowledge: Knowledge) -> Passage | None:
    return knowledge.passage(kept["source"], kept["sha256"], *kept["passage"])


def _unpacked(kept: dict[str, Any], knowledge: Knowledge) -> Citation | None:
    passage = _passage(kept, knowledge)
    if passage is None:
        return None
    marks = tuple(Span(*mark) for mark in kept["marks"])
    quotation = Quotation.of(passage, Span(*kept["quoted"]), marks)
    if quotation.text != kept["quote"]:
        return None
    return Citation(kept["number"], quotation, kept["speaker"], kept["subject"])


def _unpacked_hit(kept: dict[str, Any], knowledge: Knowledge) -> Hit | None:
    passage = _passage(kept, knowledge)
    return Hit(passage, *kept["scores"]) if passage else None
