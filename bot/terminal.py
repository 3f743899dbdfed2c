"""Replies in the terminal: as text for people, as JSON Lines for scripts. Pure."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from typing import Any

from index.types import Abstention, Answer, Citation, Hit, Reason, Reference, Reply, Source


def as_text(reply: Reply) -> str:
    """What a person reads: the quotations, then where each stands; or why there is no answer."""
    match reply:
        case Answer():
            quotes = [_quoted(citation) for citation in reply.citations]
            lead = [f"{reply.lead.value}."] if reply.lead else []
            if reply.disagreement:
                lead.append(f"Sources disagree on {reply.disagreement}:")
            blocks = ["\n".join([*lead, *quotes]), "\n".join(map(_where, reply.citations))]
        case Abstention():
            blocks = [reply.text]
            if reply.contradiction:
                blocks += [_quoted(reply.contradiction), _where(reply.contradiction)]
            if reply.hits and reply.reason in {Reason.NOT_IN_SOURCES, Reason.UNKNOWN_NAME}:
                nearest = reply.hits[0].passage
                blocks.append(
                    f"Nearest passage, not an answer (¶{nearest.paragraph}):\n{nearest.text}"
                )
    return printable("\n\n".join([*blocks, *reply.notes]))


def _quoted(citation: Citation) -> str:
    person = f"{citation.person}: " if citation.person else ""
    return f"{person}“{citation.quotation.text}” [{citation.number}]"


def printable(text: str) -> str:
    """`text` without the control characters by which a source could steer a terminal."""
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf"}
    )


def _where(citation: Citation) -> str:
    passage = citation.passage
    lines = [f"[{citation.number}] {_named(passage.source)}, ¶{passage.paragraph}"]
    if passage.page:
        lines[0] += f", page {passage.page}"
    if passage.source.restates:
        lines[0] += " (in our own words)" if passage.source.ours else " (in other words)"
    for reference in passage.references:
        lines.append(f"after {_named(reference)}")
        lines += [reference.url] if reference.url else []
    if passage.source.url:
        lines.append(passage.source.url)
    return "\n    ".join(lines)


def _named(source: Source | Reference) -> str:
    return ", ".join(part for part in (source.publisher, source.title, source.date) if part)


def as_json(question: str, reply: Reply, elapsed_ms: float) -> str:
    """One JSON object on one line; its fields are documented in the README."""
    told: dict[str, Any] = {
        "question": question,
        "kind": "answer" if isinstance(reply, Answer) else "abstention",
        "text": reply.text,
        "citations": [_citation(c) for c in reply.citations] if isinstance(reply, Answer) else [],
    }
    if isinstance(reply, Answer):
        told["lead"] = reply.lead.value.lower() if reply.lead else None
        told["probability"] = round(reply.probability, 4)
        told["disagreement"] = reply.disagreement
    else:
        told["reason"] = reply.reason.value
        told["contradiction"] = _citation(reply.contradiction) if reply.contradiction else None
    told["notes"] = list(reply.notes)
    told["hits"] = [_hit(hit) for hit in reply.hits]
    told["elapsed_ms"] = round(elapsed_ms, 1)
    return json.dumps(told, ensure_ascii=False)


def error_as_json(question: str, error: Exception) -> str:
    """The line for a question that cannot be taken, so that lines out match lines in."""
    return json.dumps({"question": question, "kind": "error", "text": str(error)})


def _citation(citation: Citation) -> dict[str, Any]:
    quotation = citation.quotation
    return {
        "number": citation.number,
        "quote": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
        "marks": [[mark.start, mark.end] for mark in quotation.marks],
        "speaker": citation.speaker,
        "subject": citation.subject,
        "paragraph": citation.passage.paragraph,
        "page": citation.passage.page or None,
        "source": _source(citation.passage.source),
        "references": [asdict(reference) for reference in citation.passage.references],
    }


def _source(source: Source) -> dict[str, str]:
    return {"id": source.id, "title": source.title, "url": source.url}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "paragraph": hit.passage.paragraph,
        "score": round(hit.score, 4),
        "cosine": round(hit.cosine, 4),
        "bm25": round(hit.bm25, 4),
    }
