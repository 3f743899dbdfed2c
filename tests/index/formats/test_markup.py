"""What HTML within Markdown hides."""

from __future__ import annotations

from collections import Counter

import pytest

from index.formats.markup import without_hidden_html


def left(text: str) -> tuple[str, dict[str, int]]:
    dropped: Counter[str] = Counter()
    return " ".join(without_hidden_html(text, dropped).split()), dict(dropped)


@pytest.mark.parametrize(
    ("hidden", "kind"),
    [
        ("<!-- nobody signs -->", "HTML comments"),
        ("\n\n<!-- nobody\n\nsigns -->\n\n", "HTML comments"),
        ("\n<!-- ` -->\n", "HTML comments"),
        ("<span hidden>nobody signs</span>", "hidden HTML"),
        ("<SPAN class=x\n HIDDEN=''>nobody <span>signs</span></SPAN>", "hidden HTML"),
        ("<span style='display: none'>nobody signs</span>", "hidden HTML"),
        ("<b style=\"DISPLAY&#58;NONE\">nobody signs</b>", "hidden HTML"),
        ("<b title='`' hidden>nobody</b>", "hidden HTML"),
        ("<b style=color:white>nobody signs</b>", "hidden HTML"),
        ("\n\n<div style='font-size:0'>\n\nNobody *signs*.\n\n</div>\n\n", "hidden HTML"),
        ("\n\n<div hidden>\n\nNobody\n\n    </div>\n\n```\n</div>\n```\n</div>\n", "hidden HTML"),
        ("\n\n<div>`</div>\n<div hidden>nobody</div>\n<div>`</div>\n\n", "hidden HTML"),
        ("\n\n<script>\nvar nobody = 1;\n</script>\n\n", "templates and noscript"),
        ("<template>nobody</template>", "templates and noscript"),
    ],
)  # fmt: skip
def test_what_is_hidden_is_left_out_and_told(hidden: str, kind: str) -> None:
    told, dropped = left(f"The toll {hidden} is due.")
    assert told.replace("<div>`</div> ", "") == "The toll is due."
    assert dropped == {kind: 1}


@pytest.mark.parametrize(
    "shown",
    [
        "a < b and b > c",
        "`<!-- a -->` and ``<b hidden>` c</b>``",
        "\\<b hidden>c</b>",
        "<b>bold</b> and <br hidden> <img hidden>",
        "<span hidden=until-found>found</span>",
        "<span style='color:white;background:black'>inverted</span>",
        "<!-- that never ends",
        "|a|b| |-|-| |`<b hidden>`|c|",
        "&lt;b hidden&gt;",
    ],
)
def test_what_is_shown_stays(shown: str) -> None:
    assert left(f"The toll {shown} is due.") == (f"The toll {shown} is due.", {})


@pytest.mark.parametrize("code", ["```html\n<!-- a -->\n```", "    <div hidden>a</div>"])
def test_code_stays(code: str) -> None:
    text = f"The toll:\n\n{code}\n\nis due."
    assert without_hidden_html(text, Counter()) == text


def test_what_is_never_ended_hides_the_rest() -> None:
    assert left("The toll.\n\n<div hidden>\n\nNobody\n\nsigns.") == (
        "The toll.",
        {"hidden HTML": 1},
    )
    assert left("The toll.\n\n<!-- Nobody\n\nsigns.") == ("The toll.", {"HTML comments": 1})
