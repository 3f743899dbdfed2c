"""The main text of a page, and what the page says of itself."""

from __future__ import annotations

import pytest

from index.errors import SourceError
from index.extracted import Extracted
from index.formats import extract

ADDRESS = "https://gazette.example/bridges"

ARTICLE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Towns refuse to sign the bridge accord | The Gazette</title>
<meta property="og:title" content="Towns refuse to sign the bridge accord">
<meta property="og:site_name" content="The Gazette"><meta name="author" content="Ada Smith">
<meta property="article:published_time" content="2025-02-11T09:30:00Z">
<link rel="canonical" href="https://elsewhere.example/other">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Towns refuse to sign the bridge accord","datePublished":"2025-02-11T09:30:00Z",
"author":{"@type":"Person","name":"Ada Smith"}}</script>
<style>.teaser{display:none}</style><script>var tracking = "on";</script></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
</header><div id="cookie-banner" class="cookie-consent"><p>We use cookies. Accept all cookies?</p>
<button>Accept</button></div>
<main><article><h1>Towns refuse to sign the bridge accord</h1><p class="byline">By Ada Smith</p>
<p>The delegates of a hundred towns met by the river for two days and spoke of bridges, of tolls
 and of the ferries that would be lost.</p>
<div class="ad">Advertisement</div>
<p>None of them would sign what the others had written, <a href="/x">said the chair</a> of the
<b>committee</b>, because the tolls were too high for the smaller towns &mdash; all&nbsp;12.</p>
<h2>What it costs</h2>
<p>The bridge would cost four hundred thousand crowns and take ten years to build, according to the
committee.<br>It would be paid for by tolls.</p>
<blockquote><p>“Nobody asked the ferrymen,” said their guild in a letter on Tuesday.</p>
</blockquote><ul><li>Twelve towns abstained.</li><li>Three towns left early.</li></ul>
<table><tr><th>Town</th><th>Toll</th></tr><tr><td>Aville</td><td>12 crowns</td></tr>
<tr><td>Bville</td><td>13 crowns</td></tr></table>
<h3>After the vote</h3><p>The assembly will meet again in the spring, when the river is lower and
the towns have counted their money.</p></article>
<aside class="related"><h3>Related articles</h3><ul><li><a href="/a">Ten bridges to see</a></li>
<li><a href="/b">How to cross a river</a></li></ul></aside>
<section class="comments" id="comments"><h3>Comments</h3><p>First! The tolls are fine and the towns
are wrong, if you ask me.</p></section></main>
<footer><p>© 2025 The Gazette. All rights reserved. <a href="/terms">Terms</a></p></footer>
</body></html>"""

PROSE = (
    "The delegates of a hundred towns met by the river for two days and spoke of bridges, of tolls "
    "and of the ferries that would be lost, and none of them would sign what was written."
)


def read(page: str | bytes, charset: str = "") -> Extracted:
    content = page if isinstance(page, bytes) else page.encode()
    return extract(content, name="", media_type="text/html", charset=charset, url=ADDRESS)


def paragraphs(found: Extracted) -> list[tuple[str, str]]:
    return [(p.heading, found.text[p.span.start : p.span.end]) for p in found.paragraphs]


def texts(found: Extracted) -> list[str]:
    return [text for _, text in paragraphs(found)]


def test_an_article_is_read_without_what_surrounds_it() -> None:
    found = read(ARTICLE)
    title = "Towns refuse to sign the bridge accord"
    assert paragraphs(found) == [
        (title, "The delegates of a hundred towns met by the river for two days and spoke of "
                "bridges, of tolls and of the ferries that would be lost."),
        (title, "None of them would sign what the others had written, said the chair of the "
                "committee, because the tolls were too high for the smaller towns — all 12."),
        (f"{title} › What it costs", "The bridge would cost four hundred thousand crowns and take "
         "ten years to build, according to the committee.\nIt would be paid for by tolls."),
        (f"{title} › What it costs",
         "“Nobody asked the ferrymen,” said their guild in a letter on Tuesday."),
        (f"{title} › What it costs", "Twelve towns abstained."),
        (f"{title} › What it costs", "Three towns left early."),
        (f"{title} › What it costs", "Town | Toll\nAville | 12 crowns\nBville | 13 crowns"),
        (f"{title} › What it costs › After the vote", "The assembly will meet again in the spring, "
         "when the river is lower and the towns have counted their money."),
    ]  # fmt: skip
    assert found.text == "\n\n".join(texts(found))
    assert [p.number for p in found.paragraphs] == list(range(1, 9))


def test_a_page_says_who_wrote_it_and_when_but_not_where_it_is() -> None:
    found = read(ARTICLE)
    assert (found.title, found.author) == ("Towns refuse to sign the bridge accord", "Ada Smith")
    assert (found.publisher, found.date) == ("The Gazette", "2025-02-11")
    assert found.media_type == "text/html"
    assert found.url == ""  # it names another page as the canonical one
    assert found.dropped == ()


def test_a_page_that_says_nothing_of_itself_is_published_by_its_host() -> None:
    found = read(f"<html><body><article><p>{PROSE}</p><p>{PROSE[4:]}</p></article></body></html>")
    assert (found.publisher, found.author, found.date) == ("gazette.example", "", "")
    assert texts(found) == [PROSE, PROSE[4:]]


def test_a_page_that_is_a_list_keeps_its_items() -> None:
    items = [f"Town number {n} pays a toll of {n + 3} crowns for the bridge." for n in range(1, 9)]
    rows = "".join(f"<li>{item}</li>" for item in items)
    found = read(
        f"<html><head><title>Tolls</title></head><body><main><h1>Tolls of the towns</h1>"
        f"<p>{PROSE}</p><ol>{rows}</ol></main></body></html>"
    )
    assert texts(found) == [PROSE, *items]


def test_a_table_is_one_paragraph_with_a_line_for_each_row() -> None:
    rows = "".join(f"<tr><td>Town {n}</td><td>{n} crowns</td></tr>" for n in range(1, 6))
    found = read(
        f"<html><body><article><h2>Tolls</h2><p>{PROSE}</p><table><tr><th>Town</th><th>Toll</th>"
        f"</tr>{rows}</table><p>{PROSE[4:]}</p></article></body></html>"
    )
    lines = ["Town | Toll", *(f"Town {n} | {n} crowns" for n in range(1, 6))]
    assert paragraphs(found)[1] == ("Tolls", "\n".join(lines))


FRENCH = (
    "Les délégués de cent communes se sont réunis près du fleuve à l’invitation de la préfète, et "
    "ont parlé de péages : « nous n’avons rien signé », a déclaré l’une d’entre elles."
)
JAPANESE = (
    "百の町の代表が川のほとりで二日間会合し、橋と通行料について話し合ったが、誰も署名しなかった。"
    * 2
)


@pytest.mark.parametrize(
    ("words", "encoding", "declared", "header"),
    [
        (FRENCH, "utf-8", "", ""),
        (FRENCH, "utf-8", '<meta charset="utf-8">', ""),
        (FRENCH, "cp1252", '<meta charset="windows-1252">', ""),
        (FRENCH, "cp1252", '<meta http-equiv=a content="text/html;charset=latin1">', ""),
        (FRENCH, "cp1252", "", "iso-8859-1"),
        (FRENCH, "cp1252", '<meta charset="utf-8">', ""),  # which it is not
        (FRENCH, "utf-16", "", ""),
        (JAPANESE, "shift_jis", '<meta charset="shift_jis">', ""),
        (JAPANESE, "euc_jp", "", "EUC-JP"),
        (JAPANESE, "utf-8", "", "nonsense"),
    ],
)  # fmt: skip
def test_a_page_is_decoded_as_it_is_written(
    words: str, encoding: str, declared: str, header: str
) -> None:
    page = (
        f"<html><head>{declared}<title>Ponts</title></head>"
        f"<body><article><p>{words}</p><p>{words} (2)</p></article></body></html>"
    )
    assert texts(read(page.encode(encoding), header)) == [words, f"{words} (2)"]


def test_an_xhtml_page_with_a_declaration_is_read() -> None:
    page = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0'
        ' Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns='
        f'"http://www.w3.org/1999/xhtml"><body><div><p>{FRENCH}</p><p>{FRENCH} (2)</p></div></body>'
        "</html>"
    )
    assert texts(read(page.encode("cp1252"))) == [FRENCH, f"{FRENCH} (2)"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div id=root></div><script>render()</script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div>",
        "<main><h1>The bridge</h1><p>Subscribe to read on.</p></main>",
        "<!-- nothing -->",
    ],
)
def test_a_page_without_its_text_is_refused(body: str) -> None:
    with pytest.raises(SourceError, match=r"bridges holds no text to index\. .*give the text"):
        read(f"<html><head><title>The bridge</title></head><body>{body}</body></html>")


def test_what_is_hidden_is_gone_before_the_text_is_looked_for() -> None:
    lie = "Every one of the hundred towns signed the accord on the first day of the meeting."
    page = (
        f"<html><body><article><p>{PROSE}</p><p style='display:none'>{lie}</p>"
        f"<!-- {lie} --><p>{PROSE[4:]}<span class=off>{lie}</span></p>"
        f"<template><p>{lie}</p></template></article></body></html>"
    ).replace("<body>", "<head><style>.off { visibility: hidden }</style></head><body>")
    found = read(page)
    assert texts(found) == [PROSE, PROSE[4:]]
    assert found.dropped == (
        ("HTML comments", 1), ("hidden HTML", 2), ("templates and noscript", 1),
    )  # fmt: skip


def test_invisible_characters_and_entities_leave_the_offsets_exact() -> None:
    words = PROSE.replace("delegates", "dele&shy;gates").replace("bridges", "brid\u200bges")
    found = read(f"<html><body><article><p>{words}</p><p>{PROSE[4:]}&#x202e;</p></article></body>")
    assert texts(found) == [PROSE, PROSE[4:]]
    assert found.dropped == (
        ("bidirectional controls", 1), ("soft hyphens", 1), ("zero-width characters", 1),
    )  # fmt: skip


def body(words: str, style: str = "") -> str:
    return (
        f"<html><head><style>{style}</style></head><body><article><h1>The fair</h1>{words}"
        f"<p>{PROSE}</p></article></body></html>"
    )


@pytest.mark.parametrize(
    "told",
    [
        '{"@type":"NewsArticle","headline":"Towns refuse","articleBody":"%s"}',
        '{"@type":"FAQPage","mainEntity":{"acceptedAnswer":{"text":"%s"}}}',
        '{"@type":"Product","description":"%s"}',
    ],
)
def test_what_only_a_script_tells_is_not_the_text(told: str) -> None:
    lie = "Every one of the hundred towns signed the accord on the first day of the meeting. " * 9
    script = f'<script type="application/ld+json">{told % lie}</script>'
    preloaded = (
        '<div id=data-preloaded data-preloaded=\'{"topic_1":"{\\"post_stream\\":{\\"posts\\":'
        f'[{{\\"cooked\\":\\"{lie}\\"}}]}}}}"}}\'></div>'
    )
    for hidden in (script, preloaded):
        found = read(f"<html><body>{hidden}<p>{PROSE}</p></body></html>")
        assert found.text == PROSE


def test_a_figure_above_the_line_is_not_part_of_the_one_before_it() -> None:
    raised = (
        "<p>Of 61<sup>1</sup> towns<sup>2</sup>, 10<sup><a href=#a>25</a></sup> and "
        "10<sup>-3</sup> came on the 1<sup>st</sup>.<sup>[4]</sup></p>"
    )
    assert texts(read(body(raised)))[0] == "Of 61¹ towns², 10²⁵ and 10⁻³ came on the 1st.[4]"


def test_quoted_words_within_a_sentence_stay_in_it() -> None:
    said = "<p>The chair said <q>the fair is <b>over</b></q>, <q>now</q> and left the hall.</p>"
    expected = "The chair said “the fair is over”, “now” and left the hall."
    assert texts(read(body(said)))[0] == expected


def test_lines_and_paragraphs_in_cells_and_headings_are_parted() -> None:
    found = read(
        body(
            "<h2>The<br>tolls</h2><table><tr><td>Aville<br>Bville</td><td><p>paid</p><p>on "
            "<b>Tues</b>day</p></td><td><div>12</div>crowns</td></tr></table>"
        )
    )
    assert paragraphs(found)[0] == (
        "The fair › The tolls", "Aville Bville | paid on Tuesday | 12 crowns",
    )  # fmt: skip


def test_what_is_hidden_from_those_who_listen_is_shown_to_those_who_look() -> None:
    capital = (
        '<p><span aria-hidden="true">T</span><span class="heard">T</span>he toll is due on the '
        "first day of the fair, and it is paid in crowns.</p>"
    )
    found = read(body(capital, ".heard{position:absolute;clip:rect(0,0,0,0)}"))
    assert texts(found)[0].startswith("The toll is due")
    assert found.dropped == (("hidden HTML", 1),)
