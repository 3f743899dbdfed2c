"""What the style sheets within a page declare for its elements, and what wins.

Sheets that a page links to are not fetched, and rules that hold only at times, as on small screens
or under the pointer, are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import cssselect
from lxml import etree
from lxml.html import HtmlElement

#: Declarations that can hide; not opacity, which is what scripts animate.
PROPERTIES = frozenset(
    """display visibility content-visibility font font-size color background background-color
    background-image transform scale zoom translate filter clip clip-path left right top bottom
    inset text-indent margin-left margin-top width height max-width max-height overflow overflow-x
    overflow-y""".split()
)
# Important or not, how specific, which in the order of the page.
_Weight = tuple[bool, tuple[int, int, int], int]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_PIECE = re.compile(r"([^{};]*)([{};])")
_WIDTH = re.compile(r"\((min|max)-width ?: ?([\d.]+)px\)")
_NARROWEST, _WIDEST = 320, 2560  # pixels of screens
_BETWEEN = re.compile(r",(?![^()\[\]]*[)\]])")
_NAMED = re.compile(r"[.#]([\w-]+)")
_CHOICE = re.compile(r":(?:not|is|where|has)\([^()]*\)|\[[^\]]*\]")


class Sheets:
    """The `<style>` elements of a page, by the elements of that page to which they apply."""

    def __init__(self, page: HtmlElement) -> None:
        self._won: dict[HtmlElement, dict[str, tuple[_Weight, str]]] = defaultdict(dict)
        names = {name for each in page.iter("*") for name in each.get("class", "").split()}
        names |= {each.get("id", "") for each in page.iter("*")}
        css = ((each.get("media", ""), each.text or "") for each in page.iter("style"))
        rules = (rule for media, text in css if _holds(f"@media {media}") for rule in _rules(text))
        for order, (selectors, declarations) in enumerate(rules):
            told = {
                name: value for name, value in declared(declarations).items() if name in PROPERTIES
            }
            for selector in _BETWEEN.split(selectors) if told else ():
                self._note(page, selector.strip(), told, order, names)

    def of(self, element: HtmlElement) -> dict[str, str]:
        """The declarations that hold for `element`, its own among them, in lower case."""
        own = declared(element.get("style", ""))
        sheets = self._won.get(element, {})
        found = {name: _without_importance(value) for name, value in own.items()}
        for name, ((important, *_), value) in sheets.items():
            if name not in own or (important and not _is_important(own[name])):
                found[name] = value
        return found

    def _note(
        self,
        page: HtmlElement,
        selector: str,
        told: dict[str, str],
        order: int,
        names: set[str],
    ) -> None:
        if "\\" not in selector and not set(_NAMED.findall(_CHOICE.sub("", selector))) <= names:
            return  # most rules of a site are for other pages than this one
        try:
            [parsed] = cssselect.parse(selector)
            if parsed.pseudo_element is not None:
                return
            path = cssselect.HTMLTranslator().selector_to_xpath(parsed)
            elements = page.getroottree().xpath(path)
        except (cssselect.SelectorError, etree.XPathError, ValueError):
            return
        for element in elements:
            won = self._won[element]
            for name, value in told.items():
                weight = (_is_important(value), parsed.specificity(), order)
                if name not in won or won[name][0] <= weight:
                    won[name] = (weight, _without_importance(value))


def declared(style: str) -> dict[str, str]:
    """The declarations of a style by name, in lower case and without needless spaces."""
    style = _ESCAPE.sub(lambda code: _letter(int(code.group(1), 16)), _COMMENT.sub("", style))
    plain = re.sub(r" ?([:;,]) ?", r"\1", re.sub(r"\s+", " ", style.lower())).strip()
    found: dict[str, str] = {}
    for declaration in plain.split(";"):
        name, _, value = declaration.partition(":")
        if value and not (_is_important(found.get(name, "")) and not _is_important(value)):
            found[name.strip()] = value.strip()
    return found


def _letter(code: int) -> str:
    return chr(code) if code < 0x110000 else ""


def _is_important(value: str) -> bool:
    return value.replace(" ", "").endswith("!important")


def _without_importance(value: str) -> str:
    return re.sub(r" ?! ?important$", "", value)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each rule that holds on every screen."""
    css = _STRING.sub(lambda text: re.sub("[{};]", " ", text.group()), _COMMENT.sub("", css))
    around: list[str] = []
    declarations = ""
    for text, sign in _PIECE.findall(css):
        if sign == "{":
            around.append(text.strip())
            declarations = ""
        elif sign == ";":
            declarations += f"{text};"
        elif around:
            *outer, rule = around
            if not rule.startswith("@") and all(map(_holds, outer)):
                yield rule, declarations + text
            around.pop()
            declarations = ""


def _holds(rule: str) -> bool:
    """Whether what stands within an at-rule holds on every screen."""
    name, _, rest = " ".join(rule.lower().split()).partition(" ")
    if name in {"@layer", "@supports"}:
        return not rest.startswith("not ")
    return name == "@media" and any(
        set(_WIDTH.sub(_on_every_width, query).split()) <= {"all", "and", "only", "screen"}
        for query in rest.split(",")
    )


def _on_every_width(condition: re.Match[str]) -> str:
    width = float(condition.group(2))
    every = width <= _NARROWEST if condition.group(1) == "min" else width >= _WIDEST
    return "all" if every else "never"
