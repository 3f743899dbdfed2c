"""The body of a DOCX file as Word shows it."""

from __future__ import annotations

import time
from datetime import datetime

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from index import sandbox
from index.extracted import Extracted
from index.formats import extract
from tests.index.formats.made import saved, without_part

PROSE = "The delegates of a hundred towns met by the river."


def read(document: docx.document.Document) -> Extracted:
    return extract(saved(document), name="fair.docx")


def paragraphs(found: Extracted) -> list[tuple[str, str]]:
    return [(p.heading, found.text[p.span.start : p.span.end]) for p in found.paragraphs]


def test_paragraphs_and_tables_stand_under_their_headings() -> None:
    made = docx.Document()
    made.add_heading("The fair", 0)
    made.add_paragraph(PROSE)
    made.add_heading("Tolls", 1)
    made.add_paragraph("One toll", style="List Bullet")
    made.add_paragraph("   ")
    table = made.add_table(3, 2)
    for row, (town, toll) in enumerate([("Town", "Toll"), ("Aville", "12"), ("Bville", "13")]):
        table.cell(row, 0).text, table.cell(row, 1).text = town, toll
    made.add_heading("Bridges", 1)
    made.add_paragraph("Two\tbridges.\nOne fell.")
    found = read(made)
    assert paragraphs(found) == [
        ("The fair", PROSE),
        ("The fair › Tolls", "One toll"),
        ("The fair › Tolls", "Town | Toll\nAville | 12\nBville | 13"),
        ("The fair › Bridges", "Two bridges.\nOne fell."),
    ]
    assert found.text == "\n\n".join(text for _, text in paragraphs(found))


def test_a_cell_over_several_rows_and_columns_is_told_once() -> None:
    made = docx.Document()
    table = made.add_table(3, 3)
    for row in range(3):
        for place in range(3):
            table.cell(row, place).text = f"{row}{place}"
    table.cell(0, 0).merge(table.cell(1, 1))
    assert paragraphs(read(made)) == [("", "00 01 10 11 | 02\n12\n20 | 21 | 22")]


def test_the_file_says_who_made_it_and_when() -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    about = made.core_properties
    about.title, about.author, about.created = "The accord", "Ada Smith", datetime(2025, 2, 11)  # noqa: DTZ001
    found = read(made)
    assert (found.title, found.author, found.date) == ("The accord", "Ada Smith", "2025-02-11")


def test_hidden_tiny_and_white_text_is_left_out_and_told() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The toll ")
    for kind in ("hidden", "tiny", "white"):
        run = paragraph.add_run("never ")
        run.font.hidden = True if kind == "hidden" else None
        run.font.size = Pt(1) if kind == "tiny" else None
        if kind == "white":
            run.font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run("is due.")
    shaded = made.add_paragraph().add_run("White on black.")
    shaded.font.color.rgb = RGBColor(255, 255, 255)
    shaded._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="000000"/>'))
    found = read(made)
    assert [text for _, text in paragraphs(found)] == ["The toll is due.", "White on black."]
    assert found.dropped == (("hidden text", 3),)


def test_insertions_are_read_and_deletions_are_not() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The toll is ")
    for xml in (
        '<w:del {0}><w:r><w:delText>not </w:delText></w:r></w:del>',
        '<w:moveFrom {0}><w:r><w:t>late </w:t></w:r></w:moveFrom>',
        '<w:ins {0}><w:r><w:t>due.</w:t></w:r></w:ins>',
    ):  # fmt: skip
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert [text for _, text in paragraphs(read(made))] == ["The toll is due."]


def test_content_controls_are_read_and_a_table_of_contents_is_not() -> None:
    made = docx.Document()
    made.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph("Tolls 7", style="TOC 1")
    made.add_paragraph(PROSE)
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    made.element.body.insert(2, parse_xml(control))
    assert [text for _, text in paragraphs(read(made))] == [PROSE, "In a control."]


def test_invisible_characters_leave_the_offsets_exact() -> None:
    made = docx.Document()
    made.add_paragraph("The tol\u200bl")
    made.add_paragraph("is\xad due\u202e.")
    found = read(made)
    assert found.text == "The toll\n\nis due."
    assert [text for _, text in paragraphs(found)] == ["The toll", "is due."]
    assert found.dropped == (
        ("bidirectional controls", 1), ("soft hyphens", 1), ("zero-width characters", 1),
    )  # fmt: skip


def test_a_file_that_says_nothing_of_itself_gets_nothing_made_up() -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    untouched = read(made)
    assert (untouched.title, untouched.author, untouched.date) == ("", "", "")
    content = without_part(saved(made), "docProps/core.xml", b"core-properties")
    bare = extract(content, name="fair.docx")
    assert (bare.title, bare.author, bare.date) == ("", "", "")
    assert bare.text == PROSE


def test_text_that_its_style_hides_is_left_out_and_told() -> None:
    made = docx.Document()
    secret = made.styles.add_style("Secret", WD_STYLE_TYPE.PARAGRAPH)
    secret.font.hidden = True
    below = made.styles.add_style("Below", WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = secret
    pale = made.styles.add_style("Pale", WD_STYLE_TYPE.CHARACTER)
    pale.font.color.rgb = RGBColor(255, 255, 255)
    dark = made.styles.add_style("Dark", WD_STYLE_TYPE.PARAGRAPH)
    dark.font.color.rgb = RGBColor(255, 255, 255)
    dark.element.get_or_add_pPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="000000"/>'))
    secret.base_style = below  # in a circle
    made.add_paragraph("Nobody signs.", style="Secret")
    made.add_paragraph("Nobody pays.", style="Below").add_run(" But they do.").font.hidden = False
    made.add_paragraph("The toll is due.").add_run(" Never.", style="Pale")
    made.add_paragraph("White on black.", style="Dark")
    found = read(made)
    assert [text for _, text in paragraphs(found)] == [
        "But they do.", "The toll is due.", "White on black.",
    ]  # fmt: skip
    assert found.dropped == (("hidden text", 3),)


def test_a_figure_above_the_line_is_not_part_of_the_one_before_it() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Of 61")
    for words, above in (("1", True), (" towns, 10", False), ("25", True), (" on the 1", False),
                         ("st", True)):  # fmt: skip
        paragraph.add_run(words).font.superscript = above
    assert paragraphs(read(made)) == [("", "Of 61¹ towns, 10²⁵ on the 1st")]


def test_many_runs_are_read_soon() -> None:
    made = docx.Document()
    for _ in range(100):
        paragraph = made.add_paragraph()
        for _ in range(30):
            paragraph.add_run("toll ")
    content = saved(made)
    begun = time.process_time()
    extract(content, name="fair.docx")
    assert time.process_time() - begun < 4  # looked up one by one, their styles take twice that


def test_a_file_without_styles_is_read_in_the_process_that_opens_no_files() -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    content = without_part(saved(made), "word/styles.xml", b"/styles")
    assert sandbox.read(content, name="fair.docx").text == PROSE
