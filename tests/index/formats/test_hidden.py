"""What a browser would not show, by the ways in which a page can hide it."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml.html import document_fromstring

from index.formats.hidden import HIDDEN, without_hidden


def left(body: str, style: str = "") -> tuple[str, int]:
    page = document_fromstring(
        f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    )
    dropped: Counter[str] = Counter()
    without_hidden(page, dropped)
    return " ".join(page.find("body").text_content().split()), dropped[HIDDEN]


@pytest.mark.parametrize(
    "attribute",
    [
        'style="display:none"',
        'style="color: red; DISPLAY : None !important"',
        'style="visibility:hidden"',
        'style="visibility: collapse"',
        'style="opacity:0"',
        'style="opacity: 0.0;"',
        'style="font-size:0"',
        'style="font-size: 0px"',
        'style="font-size:1px"',
        'style="font-size:.01em"',
        'style="font: italic 0/0 serif"',
        'style="position:absolute;left:-9999px"',
        'style="position:fixed; top: -1000em"',
        'style="text-indent:-9999px"',
        'style="transform: translateX(-9999px)"',
        'style="transform:scale(0)"',
        'style="clip:rect(0,0,0,0)"',
        'style="clip: rect(1px, 1px, 1px, 1px)"',
        'style="clip-path: inset(50%)"',
        'style="height:0;overflow:hidden"',
        'style="max-height: 1px; overflow-y: hidden"',
        'style="color:transparent"',
        'style="color:rgba(0, 0, 0, 0)"',
        'style="color:#fff;background:#ffffff"',
        'style="background-color: white; color: rgb(255, 255, 255)"',
        'style="color:#123456;background-color:#123456"',
        "hidden",
        'hidden=""',
        'aria-hidden="true"',
        "class='screen off'",
        "id=gone",
    ],
)
def test_each_way_of_hiding_is_known(attribute: str) -> None:
    style = "a{color:red} .off, #gone { display: none } "
    body = f"<p>The toll</p> <div {attribute}>secretly <b>no</b></div> <p>is due.</p>"
    assert left(body, style) == ("The toll is due.", 1)


@pytest.mark.parametrize(
    "attribute",
    [
        'style="display:block"',
        'style="opacity:0.5"',
        'style="opacity:.05"',
        'style="font-size:0.9em"',
        'style="font-size:10px"',
        'style="font: 12px/0 serif"',
        'style="left:-10px"',
        'style="margin-left:-100px"',
        'style="height:0"',
        'style="overflow:hidden"',
        'style="height:100px;overflow:hidden"',
        'style="color:#fff"',
        'style="color:#fff;background:#000"',
        'style="border-color:transparent"',
        'style="background-color:transparent"',
        'style="color:#a0b0"',
        'hidden="until-found"',
        'aria-hidden="false"',
        "class=on",
        "class=sometimes",
        "class=fading",
    ],
)
def test_what_is_shown_stays(attribute: str) -> None:
    style = (
        ".off{display:none} .on .off{display:none} @media print{.sometimes{display:none}}"
        ".fading{opacity:0} .on:before{display:none}"
    )
    attribute = attribute.replace("#a0b0", "#a0b1")
    assert left(f"<p>The <span {attribute}>toll</span></p>", style) == ("The toll", 0)


def test_white_is_hidden_on_the_white_of_what_is_around_it() -> None:
    inner = '<p>The <i style="color:white">hidden</i> toll</p>'
    assert left(f'<div style="background:#FFF">{inner}</div>') == ("The toll", 1)
    assert left(f'<div style="background:#000">{inner}</div>') == ("The hidden toll", 0)


def test_what_hides_nothing_is_not_told_and_what_is_within_is_told_once() -> None:
    assert left("<p>Toll</p><i aria-hidden=true></i><div hidden> </div>") == ("Toll", 0)
    nested = "<div hidden>a <p style='display:none'>b</p><!-- c --></div>"
    assert left(f"<p>Toll</p>{nested}") == ("Toll", 1)


def test_a_page_that_is_hidden_as_a_whole_until_its_scripts_run_is_read() -> None:
    page = document_fromstring("<html><body style='opacity:0'><p>The toll</p></body></html>")
    without_hidden(page, Counter())
    assert page.text_content() == "The toll"
