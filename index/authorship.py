"""Questions about the author of the sources, who is known by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Source

_PIECE = r"(?:article|piece|story|text|report)"
_WROTE = re.compile(
    rf"\bwho\s+(?:wrote|authored|has written)\s+"
    rf"(?:(?:this|the|that)\s+{_PIECE}\b|(?:this|it)(?=\W*$))",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"\b(?:the|this|its)\s+"
    rf"(?:(?:author|writer|journalist|reporter)\s+of\s+(?:the|this)\s+{_PIECE}\b"
    r"|(?:author|writer|journalist)\b(?!\s+of\b)"
    rf"|(?:guy|man|person|woman|one)\s+(?:behind|who\s+(?:wrote|did))\s+(?:the|this)\s+{_PIECE}\b)",
    re.IGNORECASE,
)


def name_author(question: str, sources: Sequence[Source]) -> str:
    """`question` with the author's name for "the author" or "who wrote this".

    Unchanged where the sources of the highest precedence have several authors or none.
    """
    highest = max((source.precedence for source in sources), default=0)
    authors = {source.author for source in sources if source.precedence == highest}
    if len(authors) != 1 or not (author := authors.pop()):
        return question
    # A name is no pattern: as a function's value it goes in as it is.
    named = _WROTE.sub(lambda _: f"who is {author}", question)
    return _AUTHOR.sub(lambda _: author, named)
