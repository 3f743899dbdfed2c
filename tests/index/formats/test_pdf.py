"""The text of a PDF by pages, its lines joined into paragraphs; what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from index.errors import SourceError
from index.extracted import Extracted
from index.formats import extract
from tests.index.formats.made import Set, column, pages, pdf, set_pdf, stream, text_page

FIRST = (
    "The delegates of a hundred towns met by the river for two days and spoke of\n"
    "bridges, of tolls and of the ferries that would be lost, and none of them would\n"
    "sign."
)
SECOND = (
    "None of them would sign what the others had written, because the tolls were\n"
    "too high for the smaller towns, said the chair of the committee to the press."
)


def read(*of_pages: Sequence[Set], info: Mapping[str, str] | None = None) -> Extracted:
    return extract(set_pdf(*of_pages, info=info), name="fair.pdf")


def paragraphs(found: Extracted) -> list[tuple[int, str]]:
    return [(p.page, found.text[p.span.start : p.span.end]) for p in found.paragraphs]


def joined(words: str) -> str:
    return words.replace("\n", " ")


def test_lines_are_joined_and_a_gap_parts_paragraphs() -> None:
    found = read([*column(FIRST), *column(SECOND, top=640)])
    assert paragraphs(found) == [(1, joined(FIRST)), (1, joined(SECOND))]
    assert found.text == f"{joined(FIRST)}\n\n{joined(SECOND)}"
    assert found.media_type == "application/pdf"


def test_a_short_last_line_or_an_indented_first_one_parts_paragraphs() -> None:
    short = [*column(FIRST), *column(SECOND, top=700 - 3 * 13.2)]
    assert paragraphs(read(short)) == [(1, joined(FIRST)), (1, joined(SECOND))]
    whole = FIRST.removesuffix("\nsign.") + "."
    (_, *rest), indented = column(SECOND, top=700 - 2 * 13.2), column(SECOND, left=90)[0]
    first_line = (indented[0], 700 - 2 * 13.2, *indented[2:])
    assert paragraphs(read([*column(whole), first_line, *rest])) == [
        (1, joined(whole)), (1, joined(SECOND)),
    ]  # fmt: skip


def test_a_paragraph_that_goes_on_over_a_page_or_a_column_stands_on_the_page_where_it_begins() -> (
    None
):
    above, below = FIRST.split("\n", 1)
    assert paragraphs(read(column(above, top=80), column(below))) == [(1, joined(FIRST))]
    two = [*column(above, top=80, left=50), *column(below, left=320)]
    assert paragraphs(read(two)) == [(1, joined(FIRST))]
    ended = read(column(SECOND, top=80), column(FIRST))
    assert paragraphs(ended) == [(1, joined(SECOND)), (2, joined(FIRST))]


def test_what_is_set_larger_is_a_paragraph_and_heads_what_follows() -> None:
    found = read(
        [
            *column("The fair", size=24, top=740), *column(FIRST),
            *column("Tolls", size=15, top=620), *column(SECOND, top=590),
            *column("Ferries", size=15, top=520), *column(FIRST, top=490),
        ]
    )  # fmt: skip
    assert [(p.heading, text) for p, (_, text) in zip(found.paragraphs, paragraphs(found),
                                                      strict=True)] == [
        ("", "The fair"),
        ("The fair", joined(FIRST)),
        ("The fair", "Tolls"),
        ("The fair › Tolls", joined(SECOND)),
        ("The fair › Tolls", "Ferries"),
        ("The fair › Ferries", joined(FIRST)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("an inter-\nnational committee", "an international committee"),
        ("a well-\nknown town. A well-known town", "a well-known town. A well-known town"),
        ("the EU-\nBrazil accord", "the EU- Brazil accord"),
        ("from 1990-\n1995 it met", "from 1990- 1995 it met"),
        ("the end -\nthey left", "the end - they left"),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_made_whole(lines: str, whole: str) -> None:
    assert paragraphs(read(column(lines))) == [(1, whole)]


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    towns = "Aville Bville Cville Dville Eville".split()

    def page(number: int) -> list[Set]:
        return [
            (72, 760, 9, f"Report on the fair, volume {number % 2}"),
            *column(f"In {towns[number - 1]} t{FIRST[1:]}"),
            (300, 40, 9, f"Page {number} of 5"),
            (72, 30, 9, "Gazette of the river"),
        ]

    found = read(*(page(number) for number in range(1, 6)))
    assert paragraphs(found) == [
        (number, f"In {town} t{joined(FIRST)[1:]}") for number, town in enumerate(towns, 1)
    ]


def test_items_are_paragraphs_of_their_own() -> None:
    lines = "The accord asks for:\n• one toll for every town that is on the\nriver\n• two ferries"
    content = text_page(column(lines))
    assert [text for _, text in paragraphs(extract(pages(content), name="a.pdf"))] == [
        "The accord asks for:", "• one toll for every town that is on the river",
        "• two ferries",
    ]  # fmt: skip


def test_what_is_off_the_page_or_too_small_to_be_seen_is_left_out_and_told() -> None:
    lie = "Every town has signed."
    found = read([*column(FIRST), (72, 2000, 11, lie), (-900, 300, 11, lie), (72, 300, 0.5, lie)])
    assert paragraphs(found) == [(1, joined(FIRST))]
    assert found.dropped == (("text too small or off the page", 3),)


def test_the_file_says_who_made_it_and_when() -> None:
    about = {
        "Title": "The bridge accord", "Author": "Ada Smith", "CreationDate": "D:20250211093000Z",
    }  # fmt: skip
    found = read(column(FIRST), info=about)
    assert (found.title, found.author, found.date) == (
        "The bridge accord",
        "Ada Smith",
        "2025-02-11",
    )
    assert (found.publisher, found.url) == ("", "")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Microsoft Word - The accord", "The accord"),
        ("Microsoft Word - accord_v3.docx", ""),
        ("untitled", ""),
        ("\\(anonymous\\)", ""),
        ("accord.indd", ""),
        ("", ""),
    ],
)
def test_a_title_that_names_a_file_is_none(said: str, title: str) -> None:
    about = {"Title": said, "CreationDate": "D:yesterday"}
    found = read(column(FIRST), info=about)
    assert (found.title, found.date) == (title, "")


def test_letters_that_are_set_as_one_are_told_apart() -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding " \
           b"/Differences [1 /fi] >> >>"  # fmt: skip
    content = pages(b"BT /F1 11 Tf 72 700 Td (The \x01nance committee) Tj ET")
    old = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    assert extract(content.replace(old, font), name="a.pdf").text == "The finance committee"


def test_a_scanned_page_and_an_empty_one_hold_no_text() -> None:
    image = stream(bytes(300), entries=b"/Type /XObject /Subtype /Image /Width 10 /Height 10 "
                   b"/ColorSpace /DeviceRGB /BitsPerComponent 8")  # fmt: skip
    for content in (pages(b"q 612 0 0 792 0 0 cm BI /W 1 /H 1 ID \0\0\0 EI Q"), pages(image)):
        with pytest.raises(SourceError, match="scanned pictures of text, cannot be read"):
            extract(content, name="scan.pdf")


SHOWN = text_page(column(FIRST))
LIE = text_page([(72, 500, 11, "Every town has signed.")])
TOLD = (("text that is not painted or is white", 1),)


@pytest.mark.parametrize(
    "ink",
    [
        b"3 Tr", b"1 g", b"1 1 1 rg", b"0 0 0 0 k", b"/DeviceRGB cs 1 1 1 sc", b"1 g 0 0 9 9 re f",
        b"0 g 1 G 1 g",
    ],
)  # fmt: skip
def test_text_that_leaves_no_trace_on_the_page_is_left_out_and_told(ink: bytes) -> None:
    for content in (
        b"q " + ink + b" " + LIE + b" Q " + SHOWN,
        SHOWN + b" " + ink + b" " + LIE,
        SHOWN
        + b" "
        + ink
        + b" "
        + LIE.replace(b"(Every town has signed.) Tj", b"[(Every) 3 (x)] TJ"),
    ):
        found = extract(pages(content), name="fair.pdf")
        assert paragraphs(found) == [(1, joined(FIRST))]
        assert found.dropped == TOLD


@pytest.mark.parametrize(
    "ink",
    [
        b"0 Tr", b"0.2 g", b"1 0 0 rg", b"3 Tr 0 Tr", b"q 1 g 3 Tr Q", b"1 g 0 g", b"0 0 0 1 k",
        b"0 g 0 490 612 40 re f 1 g", b"1 g /DeviceGray cs",
    ],
)  # fmt: skip
def test_text_that_is_painted_stays(ink: bytes) -> None:
    found = extract(pages(SHOWN + b" " + ink + b" " + LIE), name="fair.pdf")
    assert paragraphs(found) == [(1, joined(FIRST)), (1, "Every town has signed.")]
    assert found.dropped == ()


def test_the_words_of_a_scanned_page_are_read_though_they_are_not_painted() -> None:
    image = stream(bytes(300), entries=b"/Type /XObject /Subtype /Image /Width 10 /Height 10 "
                   b"/ColorSpace /DeviceRGB /BitsPerComponent 8")  # fmt: skip
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ 5 0 R ] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        image,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R "
        b"/Resources << /Font << /F1 3 0 R >> /XObject << /I 4 0 R >> >> >>",
        stream(b"q 612 0 0 792 0 0 cm /I Do Q 3 Tr " + SHOWN),
    ]
    assert paragraphs(extract(pdf(objects), name="scan.pdf")) == [(1, joined(FIRST))]


def test_a_figure_above_the_line_is_not_part_of_the_one_before_it() -> None:
    content = (
        b"BT /F1 11 Tf 72 700 Td (Of 61) Tj /F1 7 Tf 4 Ts 26.9 4 Td (1) Tj /F1 11 Tf 8 -4 Td "
        b"(towns came.) Tj ET"
    )
    assert extract(pages(content), name="a.pdf").text == "Of 61¹ towns came."


def test_figures_at_the_edge_that_are_no_page_numbers_stay() -> None:
    towns = "Aville Bville Cville Dville Eville".split()
    tolls = [61, 7, 240, 38, 99]

    def page(number: int) -> list[Set]:
        town, toll = towns[number - 1], tolls[number - 1]
        return [
            *column(f"In {town} t{FIRST[1:]}"),
            (72, 60, 11, f"Sum of {number} towns: {toll} crowns"),
            (72, 45, 11, f"{toll}"),
            (300, 30, 9, f"{number + 11}"),
        ]

    found = read(*(page(number) for number in range(1, 6)))
    shown = " ".join(text for _, text in paragraphs(found)).split()
    for number, toll in enumerate(tolls, 1):
        assert shown.count(str(toll)) == 2
        assert str(number + 11) not in shown
