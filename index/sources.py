"""Read a source into a `Document`: its exact text, its paragraphs, what it says of itself.

Plain text and Markdown, in UTF-8, either with YAML front matter (`title`, `publisher`, `author`,
`date`, `url`, `id`, `restates`, `precedence`, and see `index.annotations`). A paragraph may begin
with `¶` and a number: then that is its number, and the mark is no part of it. Otherwise paragraphs
count from 1.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from index.annotations import Annotations
from index.errors import SourceError
from index.types import Document, Paragraph, Source, Span

SUFFIXES = (".md", ".txt")
CORPUS = Path(__file__).with_name("corpus")
#: The origin of the briefings that the package carries.
SHIPPED = "shipped"

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
_NUMBERED = re.compile(r"¶(\d{1,6})[ \t]+(?=\S)")
_SURROGATE = re.compile("[\ud800-\udfff]")  # YAML can escape half a character; UTF-8 cannot hold it
# What pages leave behind in copied text: a line that is nothing but this is no paragraph.
BOILERPLATE = re.compile(
    r"(?:article ad|ad|ads|advertisement|advertising|sponsored(?: content| by [\w .&-]{1,40})?|"
    r"read more|related(?: articles?| stories)?|share(?: this(?: article| story)?)?|"
    r"skip to (?:main )?content|sign up(?: now)?|subscribe(?: now)?|loading|comments?|"
    r"image credits?(?::.{0,80})?)[.:…]*",
    re.IGNORECASE,
)
# Characters; lines of files that were wrapped by hand or by an editor are shorter.
_LONGEST_WRAPPED_LINE = 120


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of text that may be a paragraph, and the headings above it."""

    start: int
    end: int
    heading: str = ""


def read_source(path: Path, *, known: Mapping[str, Source] | None = None) -> Document:
    """Read the file at `path`.

    `known` describes sources by their id: a file that says nothing of itself and whose name is such
    an id (an original of which a restatement is shipped) takes title, URL and the rest from there.

    Raises SourceError where the file is absent, of a format not read, empty, binary or not UTF-8,
    or where its front matter cannot be understood.
    """
    raw = _bytes_of(path)
    document = read_text(
        _decode(raw, path),
        str(path),
        sha256=hashlib.sha256(raw).hexdigest(),
        markdown=path.suffix.lower() == ".md",
        known=known,
    )
    origin = SHIPPED if path.parent == CORPUS else str(path.absolute())
    return replace(document, source=replace(document.source, origin=origin))


def read_text(
    text: str,
    name: str,
    *,
    sha256: str,
    markdown: bool,
    known: Mapping[str, Source] | None = None,
) -> Document:
    """Read `text`, which stands in the file `name` and whose bytes have the hash `sha256`.

    See `read_source` for `known` and for what is raised.
    """
    body, metadata = _front_matter(text, name)
    annotations = Annotations.declared(metadata, name)
    blocks = _markdown_blocks(text, body) if markdown else _text_blocks(text, body)
    paragraphs = tuple(_paragraphs(text, blocks, annotations))
    if not paragraphs:
        raise SourceError(
            f"{name} holds no text to index. Give a file with at least one paragraph."
        )
    source = _source(name, metadata, sha256, known or {})
    told = hashlib.sha256(text.encode()).hexdigest()
    kind = "text/markdown" if markdown else "text/plain"
    return Document(replace(source, text_sha256=told, media_type=kind), text, paragraphs)


def shipped() -> tuple[Path, ...]:
    """The briefings that the package carries, in the order of their names."""
    return tuple(sorted(CORPUS.glob("*.md")))


def restated() -> tuple[Path, ...]:
    """Those of them that restate a publication, paragraph by paragraph."""
    return tuple(path for path in shipped() if read_source(path).source.restates)


def _bytes_of(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise SourceError(
            f"{path} is not of a format that can be read. Give {' or '.join(SUFFIXES)} files."
        )
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"There is no file {path}. Check the path.") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error


def _decode(raw: bytes, path: Path) -> str:
    if not raw.strip():
        raise SourceError(f"{path} is empty. Give a file with at least one paragraph.")
    if b"\0" in raw:
        raise SourceError(f"{path} is a binary file. Give plain text or Markdown.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path} is not UTF-8 (byte {error.start + 1} does not fit). "
            "Save it as UTF-8 and try again."
        ) from None


def _front_matter(text: str, name: str) -> tuple[int, dict[str, Any]]:
    """Where the body begins, and what stands before it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return int(text.startswith("\ufeff")), {}
    try:
        # Every value as it is written: a title "No" is no truth value, a date none that must exist.
        metadata = yaml.load(match.group(1), yaml.BaseLoader)  # noqa: S506 (makes only strings)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise SourceError(
            f"{name}{line}: the front matter is not valid YAML. Correct it, or put the value "
            "in quotes."
        ) from None
    if metadata and not isinstance(metadata, dict):
        raise SourceError(f"{name}: the front matter must be a list of `name: value` lines.")
    return match.end(), metadata or {}


def _source(
    name: str, metadata: dict[str, Any], sha256: str, known: Mapping[str, Source]
) -> Source:
    stem = Path(name).stem
    if not metadata.get("title") and stem in known:
        return replace(known[stem], sha256=sha256, restates=False)

    def field(key: str) -> str:
        value = metadata.get(key, "")
        if not isinstance(value, str) or _SURROGATE.search(value):
            raise SourceError(f"{name}: `{key}` in the front matter must be text.")
        return " ".join(value.split())

    url = field("url")
    if url and not re.fullmatch(r"https?://\S+", url):
        raise SourceError(
            f"{name}: `url` must begin with http:// or https:// and hold no spaces, not {url!r}."
        )
    precedence = field("precedence") or "0"
    if not re.fullmatch(r"\d{1,3}", precedence, re.ASCII):
        raise SourceError(f"{name}: `precedence` must be a number from 0 to 999.")
    return Source(
        id=field("id") or stem,
        title=field("title") or stem,
        sha256=sha256,
        publisher=field("publisher"),
        author=field("author"),
        date=field("date"),
        url=url,
        restates=field("restates").lower() in {"true", "yes"},
        precedence=int(precedence),
    )


def _text_blocks(text: str, body: int) -> Iterator[_Block]:
    """Blank lines part paragraphs; within a block every line is one, unless it is wrapped text."""
    lines: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text[body:]):
        start, end = body + match.start(), body + match.end()
        if text[start:end].strip():
            lines.append((start, end))
        elif lines:
            yield from _unwrapped(text, lines)
            lines = []
    if lines:
        yield from _unwrapped(text, lines)


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[_Block]:
    lengths = [len(text[start:end].strip()) for start, end in lines]
    wrapped = (
        len(lines) > 1
        and max(lengths) <= _LONGEST_WRAPPED_LINE
        # A wrapped line is full: it ends where the next word would not have fitted.
        and min(lengths[:-1]) > 0.6 * max(lengths)
        and max(lengths) > 40
    )
    if wrapped:
        yield _Block(lines[0][0], lines[-1][1])
    else:
        for start, end in lines:
            yield _Block(start, end)


def _markdown_blocks(text: str, body: int) -> Iterator[_Block]:
    """The leaf blocks of CommonMark (paragraphs, code, tables), each under its headings."""
    starts = [body + m.end() for m in re.finditer(r"\A|\r\n|\r|\n", text[body:])]
    starts.append(len(text))
    headings: dict[int, str] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[body:])
    table = -1
    for place, token in enumerate(tokens):
        if token.map is None or token.map[0] < table:
            continue
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {key: name for key, name in headings.items() if key < level}
            headings[level] = tokens[place + 1].content
        elif token.type in {"paragraph_open", "fence", "code_block", "html_block", "table_open"}:
            if token.type == "table_open":
                table = token.map[1]  # its cells are not paragraphs of their own
            first, last = token.map
            yield _Block(starts[first], starts[last], " › ".join(headings.values()))


def _paragraphs(
    text: str, blocks: Iterator[_Block], annotations: Annotations
) -> Iterator[Paragraph]:
    number = 0
    for block in blocks:
        start, end = block.start, block.end
        while start < end and (text[start].isspace() or text[start] == "\ufeff"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        number += 1
        if marked := _NUMBERED.match(text, start, end):
            start, number = marked.end(), int(marked.group(1))
        if start == end or BOILERPLATE.fullmatch(text, start, end):
            number -= 1
            continue
        span, references, claims = annotations.of(text, Span(start, end), number)
        yield Paragraph(span, number, block.heading, references, claims)
