"""Cut a document into passages: exact offsets, whole paragraphs where they fit, nothing lost.

A passage never crosses a paragraph, so that a citation can name it. A paragraph that is too long
for the embedding model is parted between sentences, a sentence that is too long between words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.names import People
from index.sentences import sentences_of
from index.types import Document, Paragraph, Passage, Span


@dataclass(frozen=True, slots=True)
class Chunking:
    """How documents are cut.

    `longest` is the greatest length of a passage in characters. all-MiniLM-L6-v2 reads 256 word
    pieces; English has about 4.5 characters a piece, and the context needs room as well.
    """

    longest: int = 1000

    def __post_init__(self) -> None:
        if self.longest < 1:
            raise ValueError("a passage must be allowed at least one character")

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages of `document`, in order, each with the context it is embedded with."""
        people = People()
        return tuple(
            passage
            for paragraph in document.paragraphs
            for passage in self._of_paragraph(document, paragraph, people)
        )

    def _of_paragraph(
        self, document: Document, paragraph: Paragraph, people: People
    ) -> Iterator[Passage]:
        text = document.text
        for group in self._groups(text, paragraph.span):
            start, end = group[0].start, group[-1].end
            context = dict.fromkeys(
                part
                for part in (
                    paragraph.heading,
                    people.meant_in(text, start, end),
                    people.full_name(text, start, end),
                )
                if part
            )
            yield Passage(
                source=document.source,
                start=start,
                end=end,
                text=text[start:end],
                paragraph=paragraph.number,
                context=". ".join(context),
                sentences=group,
                references=paragraph.references,
                claims=tuple(c for c in paragraph.claims if Span(start, end).holds(c.span)),
                page=paragraph.page,
            )
            people.meet(text, start, end)

    def _groups(self, text: str, span: Span) -> Iterator[tuple[Span, ...]]:
        """Neighbouring sentences, as many as fit."""
        group: list[Span] = []
        for sentence in sentences_of(text, span.start, span.end):
            for part in self._parts(text, sentence):
                if group and part.end - group[0].start > self.longest:
                    yield tuple(group)
                    group = []
                group.append(part)
        if group:
            yield tuple(group)

    def _parts(self, text: str, sentence: Span) -> Iterator[Span]:
        """A sentence, or stretches of it where it alone is too long."""
        start = sentence.start
        while sentence.end - start > self.longest:
            cut = start + self.longest
            while cut > start and not text[cut].isspace():
                cut -= 1
            cut = cut if cut > start else start + self.longest
            last = cut
            while last > start and text[last - 1].isspace():
                last -= 1
            if last > start:
                yield Span(start, last)
            start = cut
            while text[start].isspace():
                start += 1
        yield Span(start, sentence.end)
