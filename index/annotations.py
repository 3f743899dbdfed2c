"""What stands at the end of a briefing's paragraph: what it rests on, and what in it is disputed.

A briefing declares `references` and `disputes` in its front matter, and its paragraphs end with
the keys of the ones, `[^key]`, and with words of their own that are one side of the others,
`{topic: words}`. These marks are no part of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import SourceError
from index.types import Claim, Reference, Span

_MARK = re.compile(
    r"\s*(?:\[\^(?P<key>[\w-]+)\]|\{(?P<topic>[\w-]+):\s*(?P<words>[^{}]*[^{}\s])\s*\})\s*\Z"
)
_FIELDS = ("publisher", "title", "date", "url")


@dataclass(frozen=True, slots=True)
class Annotations:
    """What a file declares: its references by key, and by topic what sources disagree on."""

    references: Mapping[str, Reference]
    disputes: Mapping[str, str]
    name: str

    @classmethod
    def declared(cls, metadata: Mapping[str, Any], name: str) -> Annotations:
        """From the front matter of the file `name`; SourceError where it is malformed."""
        references = {
            key: _reference(fields, f"{name}: the reference {key!r}")
            for key, fields in _mapping(metadata, "references", name).items()
        }
        disputes = _mapping(metadata, "disputes", name)
        for topic, about in disputes.items():
            if not isinstance(about, str) or not about.strip():
                raise SourceError(
                    f"{name}: the dispute {topic!r} must say what sources disagree on, as text."
                )
        return cls(
            references, {topic: " ".join(said.split()) for topic, said in disputes.items()}, name
        )

    def of(
        self, text: str, span: Span, number: int
    ) -> tuple[Span, tuple[Reference, ...], tuple[Claim, ...]]:
        """The paragraph at `span` without its marks, and what these say.

        Text that only looks like marks is left alone where the file declares none. Raises
        SourceError for what is not declared, and for a claim whose words the paragraph lacks.
        """
        if not self.references and not self.disputes:
            return span, (), ()
        end, marks = span.end, list[re.Match[str]]()
        while mark := _MARK.search(text[:end], span.start):
            end = mark.start()
            marks.insert(0, mark)
        if end == span.start:
            raise SourceError(f"{self.name}: paragraph {number} holds nothing but marks.")
        bare = Span(span.start, end)
        references = tuple(self._declared(mark["key"], number) for mark in marks if mark["key"])
        claims = tuple(self._claim(mark, text, bare, number) for mark in marks if mark["topic"])
        return bare, references, claims

    def _declared(self, key: str, number: int) -> Reference:
        try:
            return self.references[key]
        except KeyError:
            raise SourceError(
                f"{self.name}: paragraph {number} refers to {key!r}, which the front matter does "
                "not declare under `references`. Add it there, or correct the key."
            ) from None

    def _claim(self, mark: re.Match[str], text: str, bare: Span, number: int) -> Claim:
        topic, words = mark["topic"], mark["words"]
        if topic not in self.disputes:
            raise SourceError(
                f"{self.name}: paragraph {number} takes part in {topic!r}, which the front matter "
                "does not declare under `disputes`. Add it there, or correct the topic."
            )
        at = text.find(words, bare.start, bare.end)
        if at < 0:
            raise SourceError(
                f"{self.name}: paragraph {number} does not hold the words {words!r} that it is to "
                f"claim on {topic!r}. Write them as they stand in it."
            )
        return Claim(topic, self.disputes[topic], Span(at, at + len(words)))


def _mapping(metadata: Mapping[str, Any], field: str, name: str) -> Mapping[str, Any]:
    value = metadata.get(field) or {}
    if not isinstance(value, Mapping):
        raise SourceError(
            f"{name}: `{field}` in the front matter must be a list of `key: …` lines."
        )
    return value


def _reference(fields: object, what: str) -> Reference:
    if not isinstance(fields, Mapping) or not all(isinstance(v, str) for v in fields.values()):
        raise SourceError(f"{what} must hold `publisher`, `title`, `date` and `url`, each as text.")
    if unknown := fields.keys() - set(_FIELDS):
        raise SourceError(f"{what} holds {min(unknown)!r}; it may hold {', '.join(_FIELDS)}.")
    publisher, title, date, url = (" ".join(fields.get(field, "").split()) for field in _FIELDS)
    if not publisher or not title:
        raise SourceError(f"{what} needs a `publisher` and a `title`.")
    if url and not re.fullmatch(r"https?://\S+", url):
        raise SourceError(f"{what}: `url` must begin with http:// or https:// and hold no spaces.")
    return Reference(publisher, title, date, url)
