"""What reading a source yields, and how it travels from the process that reads.

The other process may have been taken over by what it read: what comes from it is checked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from index.types import Claim, Paragraph, Reference, Span

#: Characters of a title, a name, a date or a heading, which is told with every passage below it.
LONGEST_FIELD = 300
LONGEST_ADDRESS = 2_000
#: References of one paragraph, and as many claims.
MOST_OF_A_PARAGRAPH = 50

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A source's text in its normal form, where its paragraphs stand, and what it says of itself.

    `date` is ISO 8601 where the source tells one; `url`, `id`, `precedence` and `restates` are only
    what front matter says. `dropped` tells how many invisible things of each kind were left out.
    """

    title: str
    author: str
    publisher: str
    date: str
    url: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    media_type: str
    dropped: tuple[tuple[str, int], ...] = ()
    id: str = ""
    precedence: int = 0
    restates: bool = False

    def __post_init__(self) -> None:
        end = 0
        for paragraph in self.paragraphs:
            if paragraph.span.start < end or paragraph.span.end > len(self.text):
                raise ValueError("paragraphs follow each other and lie within the text")
            end = paragraph.span.end

    @classmethod
    def of(cls, fields: Any) -> Extracted:  # noqa: ANN401 (it comes from anywhere)
        """What `asdict` made, by way of JSON; ValueError where it is anything else."""
        try:
            return _extracted(fields)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"this is no extracted text: {error}") from None


def _extracted(fields: dict[str, Any]) -> Extracted:
    return Extracted(
        **{name: _typed(fields[name], str) for name in ("text", "media_type", "id")},
        **{name: _field(fields[name]) for name in ("title", "author", "publisher", "date")},
        url=_address(fields["url"]),
        paragraphs=tuple(_paragraph(each) for each in _typed(fields["paragraphs"], list)),
        dropped=tuple((_typed(kind, str), _typed(count, int)) for kind, count in fields["dropped"]),
        precedence=_typed(fields["precedence"], int),
        restates=_typed(fields["restates"], bool),
    )


def _paragraph(fields: dict[str, Any]) -> Paragraph:
    return Paragraph(
        span=_span(fields["span"]),
        number=_typed(fields["number"], int),
        heading=_field(fields["heading"]),
        references=tuple(
            Reference(
                _field(each["publisher"]),
                _field(each["title"]),
                _field(each["date"]),
                _address(each["url"]),
            )
            for each in _few(fields["references"])
        ),
        claims=tuple(
            Claim(_field(each["topic"]), _field(each["about"]), _span(each["span"]))
            for each in _few(fields["claims"])
        ),
        page=_typed(fields["page"], int),
    )


def _span(fields: dict[str, Any]) -> Span:
    return Span(_typed(fields["start"], int), _typed(fields["end"], int))


def _field(value: object) -> str:
    return _short(value, LONGEST_FIELD)


def _address(value: object) -> str:
    return _short(value, LONGEST_ADDRESS)


def _short(value: object, most: int) -> str:
    if len(text := _typed(value, str)) > most:
        raise ValueError(f"{len(text)} characters where {most} are the most")
    return text


def _few(value: object) -> list[Any]:
    if len(every := _typed(value, list)) > MOST_OF_A_PARAGRAPH:
        raise ValueError("a paragraph with more marks than it may have")
    return every


def _typed(value: object, kind: type[_T]) -> _T:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    if isinstance(value, str):
        value.encode()  # ValueError for half a surrogate pair, which JSON can escape
    return value
