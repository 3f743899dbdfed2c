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
        "class='screen off'",
        "id=gone",
        'style="opacity:.01"',
        'style="scale:0"',
        'style="zoom: 0.01"',
        'style="filter:opacity(0)"',
        'style="transform:scaleX(0)"',
        'style="position:fixed; inset: -5000px auto auto -5000px"',
        'style="translate:-9999px"',
        'style="display:/**/none"',
        'style="d\\69splay:none"',
        'style="display:block;display:none"',
        'style="color:#fff"',
        'style="color:#fefefe"',
        'style="color:#fafafa;background:#fff"',
        'style="color:snow;background:rgb(250 250 250)"',
        "class=pale",
        "class='both ways'",
        "data-off",
        "class=layered",
        "class=screened",
        "class=wide",
        "class='shown strongly'",
    ],
)
def test_each_way_of_hiding_is_known(attribute: str) -> None:
    style = (
        "a{color:red} .off, #gone { display: none } .pale{color:white} .both.ways{display:none}"
        "body [data-off]{display:none} @layer a{@media all{.layered{display:none}}}"
        "@media only screen, print{.screened{display:none}}"
        "@media (min-width: 1px) and (max-width:9999px){.wide{visibility:hidden}}"
        ".strongly{display:none!important} .shown{display:block} div.shown{display:block}"
    )
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
        'style="color:#fff;background:#000"',
        'style="color:#fff;background:url(night.jpg)"',
        'style="color:#fff;background-image:linear-gradient(red,blue)"',
        'style="color:var(--ink);background:var(--ink)"',
        'style="color:#eee"',
        'style="opacity:1"',
        'style="scale:0.5"',
        'style="display:none;display:block"',
        'style="border-color:transparent"',
        'style="background-color:transparent"',
        'style="color:#a0b0"',
        'hidden="until-found"',
        'aria-hidden="false"',
        'aria-hidden="true"',
        "class=on",
        "class=dark",
        "class='off now'",
        "class=narrow",
        "class=nested",
        "class=sometimes",
        "class=fading",
    ],
)
def test_what_is_shown_stays(attribute: str) -> None:
    style = (
        ".off{display:none} .on .off{display:none} @media print{.sometimes{display:none}}"
        ".fading{opacity:0} .on:before{display:none} .on::after{display:none}"
        ".on:hover{display:none} .dark{color:#fff;background:#123} .off.now{display:inline}"
        "@media (max-width:600px){.narrow{display:none}} .a{.nested{display:none}}"
        "@media screen and (prefers-contrast:more){.on{display:none}} @import 'x'; }} .on:{;"
    )
    attribute = attribute.replace("#a0b0", "#a0b1")
    page = f"<p>The <span {attribute}>toll</span> of the bridge is due.</p>"
    assert left(page, style) == ("The toll of the bridge is due.", 0)


def test_white_is_hidden_on_the_white_of_what_is_around_it() -> None:
    for words in ("<i style='color:white'>hidden</i>", "<font color=White>hidden</font>"):
        inner = f"<table bgcolor=black><tr><td {{}}><p>The toll {words} is due</p></table>"
        for white in ("style='background:#FFF'", "bgcolor='#ffffff'", "class=page"):
            assert left(inner.format(white), ".page{background:#fefefe}") == ("The toll is due", 1)
        assert left(inner.format("")) == ("The toll hidden is due", 0)
        assert left(inner.format("background=a.png")) == ("The toll hidden is due", 0)


@pytest.mark.parametrize("style", ["opacity:0;transform:translateY(20px)", "color:#fff"])
def test_what_a_script_or_a_linked_sheet_may_show_stays_where_it_is_most_of_the_page(
    style: str,
) -> None:
    most = f"<script>{'var x = 1; ' * 99}</script><p style='{style}'>The toll is due today.</p>"
    assert left(f"{most}<p style='{style}'>By all</p><p>of us.</p>")[1] == 0
    assert left(f"{most}<p>It is paid by all of us at once.</p>")[1] == 1
    assert left(f"<div style='background:white'>{most}</div>")[1] == ("color" in style)


@pytest.mark.parametrize("tag", ["dialog", "select", "video", "object", "canvas", "template"])
def test_what_is_shown_only_at_times_or_in_place_of_something_is_left_out(tag: str) -> None:
    inner = "<option>never</option>" if tag == "select" else "never"
    shown, dropped = left(f"<p>The toll <{tag}>{inner}</{tag}>is due.</p>")
    assert shown == "The toll is due."
    assert dropped == (tag == "dialog")
    assert left("<dialog open>The toll</dialog>")[0] == "The toll"


def test_the_name_of_an_icon_that_only_stands_for_its_picture_is_left_out() -> None:
    icon = "<i aria-hidden=true>close</i><span aria-hidden=true class='big icon'>share</span>"
    assert left(f"<p>The toll {icon}is due.</p>") == ("The toll is due.", 2)


def test_what_hides_nothing_is_not_told_and_what_is_within_is_told_once() -> None:
    assert left("<p>Toll</p><i hidden></i><div hidden> </div>") == ("Toll", 0)
    assert left("<p>Toll</p><template></template><video src=a></video>") == ("Toll", 0)
    nested = "<div hidden>a <p style='display:none'>b</p><!-- c --></div>"
    assert left(f"<p>Toll</p>{nested}") == ("Toll", 1)


def test_a_page_that_is_hidden_as_a_whole_until_its_scripts_run_is_read() -> None:
    page = document_fromstring("<html><body style='opacity:0'><p>The toll</p></body></html>")
    without_hidden(page, Counter())
    assert page.text_content() == "The toll"
