"""Reading a source: its text to the letter, its paragraphs, what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceError
from index.sources import read_source
from index.types import Document, Source
from tests.index.fakes import TEXTS

FULL = (
    "The delegates of a hundred towns met by the river for two days and spoke of bridges,\n"
    "of tolls and of the ferries that would be lost, and none of them would sign what the\n"
    "others had written.\n"
)


def read(folder: Path, content: str | bytes, name: str = "notes.txt") -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(path)


def paragraphs(document: Document) -> list[str]:
    return [document.text[p.span.start : p.span.end] for p in document.paragraphs]


def numbered(document: Document) -> list[tuple[int, str]]:
    numbers = [paragraph.number for paragraph in document.paragraphs]
    return list(zip(numbers, paragraphs(document), strict=True))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("One.\n\nTwo.\n \t\nThree.\n", ["One.", "Two.", "Three."]),
        ("One.\r\nTwo.\r\n\r\nThree.\r\n", ["One.", "Two.", "Three."]),
        ("One.\rTwo.\r\rThree.", ["One.", "Two.", "Three."]),
        ("\ufeffOne.\nTwo.", ["One.", "Two."]),
        ("\ufeff\n  One. \n", ["One."]),
        ("  One, “quoted”.\t\n\u00a0Two.\u2003\n", ["One, “quoted”.", "Two."]),
        (FULL, [FULL.strip()]),
        (FULL + "\nAlone.\n\n" + FULL, [FULL.strip(), "Alone.", FULL.strip()]),
        (FULL.replace("\n", "\r\n"), [FULL.strip().replace("\n", "\r\n")]),
        # Lines of very different length are paragraphs, however short.
        ("A heading\n" + "word " * 20, ["A heading", ("word " * 20).strip()]),
        ("x" * 200 + "\n" + "y" * 200, ["x" * 200, "y" * 200]),
        ("One.\u2028still one.\x85still.", ["One.\u2028still one.\x85still."]),
    ],
)
def test_a_paragraph_is_a_line_or_a_block_of_wrapped_lines(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    document = read(tmp_path, content)
    assert paragraphs(document) == expected
    assert document.text == content


@pytest.mark.parametrize(
    "junk",
    ["ARTICLE AD", "Advertisement", "sponsored by Acme & Sons", "Image credits: A. Smith", "Share"],
)
def test_what_pages_leave_behind_is_no_paragraph_and_takes_no_number(
    tmp_path: Path, junk: str
) -> None:
    document = read(tmp_path, f"{junk}\nOne.\n{junk}.\nTwo.\n\n{junk}\n")
    assert numbered(document) == [(1, "One."), (2, "Two.")]


@pytest.mark.parametrize(
    "prose",
    [
        "Sponsored by twelve towns, the fair drew many visitors in the end.",
        "Image credits go to the two who stood in the rain.",
        "Share the costs, said the mayor.",
        "Loading and unloading took a day.",
    ],
)
def test_a_sentence_that_begins_like_junk_is_kept(tmp_path: Path, prose: str) -> None:
    assert paragraphs(read(tmp_path, f"ARTICLE AD\n{prose}\n")) == [prose]


def test_a_pilcrow_gives_a_paragraph_its_number_and_the_next_ones_count_on(tmp_path: Path) -> None:
    document = read(tmp_path, "¶7 Seven.\n\nEight.\n\n¶12\tTwelve ¶13 not.\n\n¶x Thirteen.")
    assert numbered(document) == [
        (7, "Seven."),
        (8, "Eight."),
        (12, "Twelve ¶13 not."),
        (13, "¶x Thirteen."),
    ]


def test_markdown_blocks_stand_under_their_headings(tmp_path: Path) -> None:
    content = (
        "Before.\r\n\r\n# Fair\r\n\r\nWrapped\r\nlines.\r\n\r\n## Prices\r\n- one\r\n- two\r\n\r\n"
        "| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n\r\nPlaces\r\n======\r\n```\r\ncode\r\n```\r\nEnd"
    )
    document = read(tmp_path, content, "notes.md")
    assert [(p.heading, text) for p, text in zip(document.paragraphs, paragraphs(document),
                                                 strict=True)] == [
        ("", "Before."),
        ("Fair", "Wrapped\r\nlines."),
        ("Fair › Prices", "- one"),
        ("Fair › Prices", "- two"),
        ("Fair › Prices", "| a | b |\r\n|---|---|\r\n| 1 | 2 |"),
        ("Places", "```\r\ncode\r\n```"),
        ("Places", "End"),
    ]  # fmt: skip
    assert [paragraph.number for paragraph in document.paragraphs] == [1, 2, 3, 4, 5, 6, 7]


def test_a_byte_order_mark_hides_no_heading(tmp_path: Path) -> None:
    document = read(tmp_path, "\ufeff# Fair\n\nText.", "notes.md")
    assert [(p.heading, p.span.start) for p in document.paragraphs] == [("Fair", 9)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", ["notes.md", "notes.txt"])
def test_front_matter_says_what_the_source_is(
    tmp_path: Path, name: str, mark: str, end: str
) -> None:
    lines = [
        "---", "id: fair", "title: 'No: a  tale'", "publisher: Gazette", "author: A. Smith",
        "date: 2025-02-11", "url: https://gazette.example/fair", "restates: true",
        "precedence: 2", "---", "",
        "¶3 Text.",
    ]  # fmt: skip
    content = mark + end.join(lines)
    document = read(tmp_path, content, name)
    assert document.source == Source(
        id="fair",
        title="No: a tale",
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        publisher="Gazette",
        author="A. Smith",
        date="2025-02-11",
        url="https://gazette.example/fair",
        restates=True,
        precedence=2,
        origin=str(tmp_path / name),
        media_type="text/markdown" if name.endswith(".md") else "text/plain",
        text_sha256=hashlib.sha256(content.encode()).hexdigest(),
    )
    assert numbered(document) == [(3, "Text.")]


@pytest.mark.parametrize(
    ("line", "title"),
    [("title: No", "No"), ("title: 1984", "1984"), ("title: ''", "notes"), ("id: other", "notes")],
)
def test_a_title_is_taken_as_it_is_written_or_from_the_files_name(
    tmp_path: Path, line: str, title: str
) -> None:
    assert read(tmp_path, f"---\n{line}\n---\nText.").source.title == title


def test_a_file_that_says_nothing_takes_its_name_for_id_and_title(tmp_path: Path) -> None:
    source = read(tmp_path, "Text.").source
    told = hashlib.sha256(b"Text.").hexdigest()
    assert source == Source(
        "notes",
        "notes",
        told,
        origin=str(tmp_path / "notes.txt"),
        media_type="text/plain",
        text_sha256=told,
    )


def test_an_original_is_described_by_its_restatement(tmp_path: Path) -> None:
    told = Source("fair", "The fair", "0" * 64, "Gazette", "A. Smith", "2025-02-11",
                  "https://gazette.example/fair", restates=True)  # fmt: skip
    for name, title in (("fair.txt", "The fair"), ("other.txt", "other")):
        path = tmp_path / name
        path.write_text("Text.")
        source = read_source(path, known={"fair": told}).source
        assert source.title == title
        assert source.restates is False
        assert source.sha256 == hashlib.sha256(b"Text.").hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notes.txt", b"", "is empty"),
        ("notes.txt", b" \r\n\t", "is empty"),
        ("notes.txt", "\ufeff\u00a0".encode(), "holds no text"),
        ("notes.txt", b"ARTICLE AD\n", "holds no text"),
        ("notes.md", b"# Only a heading\n", "holds no text"),
        ("notes.md", b"---\ntitle: x\n---\n", "holds no text"),
        ("notes.txt", b"text\0text", "is a binary file"),
        ("notes.txt", "text".encode("utf-16"), "is a binary file"),
        ("notes.txt", b"caf\xe9 au lait", r"is not UTF-8 \(byte 4 does not fit\)"),
        ("notes.txt", b"cut \xe2\x82", r"is not UTF-8 \(byte 5 does not fit\)"),
        ("notes.pdf", b"text", "is not of a format"),
        ("notes", b"text", "is not of a format"),
        ("notes.md", b"---\ntitle: x\nurl: 'open\n---\ntext", "line 4: the front matter"),
        ("notes.md", b"---\ntitle: a\n b: [}\n---\ntext", "line 3: the front matter"),
        ("notes.md", b"---\n" + b"[" * 5000 + b"\n---\ntext", "the front matter is not valid"),
        ("notes.md", b"---\njust words\n---\ntext", "must be a list of `name: value` lines"),
        ("notes.md", b"---\ntitle: [a, b]\n---\ntext", "`title` in the front matter must be text"),
        ("notes.md", b'---\ntitle: "\\uD800"\n---\ntext', "`title` in the front matter must be"),
        ("notes.md", b"---\nurl: javascript:alert(1)\n---\ntext", "must begin with http"),
        ("notes.md", b"---\nurl: https://a.b/c d\n---\ntext", "hold no spaces"),
        ("notes.md", b"---\nprecedence: first\n---\ntext", "must be a number from 0 to 999"),
    ],
)
def test_a_source_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read(tmp_path, content, name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_is_absent_or_a_folder_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"There is no file .*absent\.txt"):
        read_source(tmp_path / "absent.txt")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        read_source(tmp_path / "folder.md")


@given(text=TEXTS, suffix=st.sampled_from([".txt", ".md"]))
def test_any_text_is_kept_to_the_letter_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        document = read(folder, text, f"any{suffix}")
    except SourceError:
        return
    assert document.text == text
    position = 0
    for paragraph in document.paragraphs:
        assert paragraph.span.start >= position
        position = paragraph.span.end
        words = text[paragraph.span.start : position]
        assert words == words.strip()
