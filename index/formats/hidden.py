"""Take out of a page what a browser would not show, before anything is read from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import Enum, auto

from lxml.html import HtmlElement

from index.formats.styles import Sheets, declared

HIDDEN = "hidden HTML"
COMMENTS = "HTML comments"
INERT = "templates and noscript"

# What is not shown, or only by a browser that cannot show what it stands for.
_INERT = {
    "annotation", "annotation-xml", "audio", "canvas", "datalist", "iframe", "noscript", "object",
    "rp", "select", "template", "video",
}  # fmt: skip
_HIDING = re.compile(
    r"""(?:^|;)(?:
        display:none | visibility:(?:hidden|collapse) | content-visibility:hidden
        | filter:opacity\([0.]+%?\) | scale:[0.]+(?=[;\ %]|$) | zoom:0?(?:\.0\d*)?(?=[;%]|$)
        | transform:scale[xy3d]*\(0(?:\.0\d*)?[,)] | transform:translate[xy3d]*\([^)]*-\d{4}
        | translate:[^;]*-\d{4}
        | clip:rect\((?:[01](?:px)?[, ]?){4}\) | clip-path:(?:inset\((?:50|100)%|circle\(0)
        | (?:left|right|top|bottom|inset|text-indent|margin-(?:left|top))
            :(?:[^;]*\ )?-(?:999|\d{4}|\d{3,}(?:r?em|v[wh]))
        | color:(?:transparent|\#0{8}|\#[0-9a-f]{3}0(?=;|$)|(?:rgb|hsl)a\([^)]*,[0.]+%?\))
    )""",
    re.VERBOSE,
)
_FADED = re.compile(r"0*(?:\.0(?:[0-4]\d*)?)?%?")
_SIZE = re.compile(
    r"(?:^|;)font(?:-size:|:(?:[a-z]+ )*)(\d*\.?\d+)(px|pt|%|r?em|ex|v[wh])?(?=[;/ ]|$)"
)
# No text is this small, in the unit at hand.
_TINY = {"px": 2.0, "pt": 2.0, "%": 10.0, "vw": 0.2, "vh": 0.2}
_TINY_EM = 0.1
_NOWHERE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?=;|$)")
_CUT = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)")
_HEX = re.compile(r"#(?:([0-9a-f]{3})|([0-9a-f]{6}))(?:f|ff)?")
_RGB = re.compile(r"rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)(?:[,/ ]+1(?:\.0*)?)?\)")
_WHITE = (255, 255, 255)
_GROUNDS = {"background", "background-color", "background-image"}
_NEAR = 15  # of 255: colours that nobody tells apart
_ICON = re.compile(r"\bicons?\b|\bfa-", re.IGNORECASE)


class Sight(Enum):
    """Whether an element is seen, as far as a page without its scripts and linked sheets tells."""

    SEEN = auto()
    UNSEEN = auto()
    FADED = auto()  # and perhaps shown by a script in a moment
    ON_WHITE = auto()  # white where no ground is told: white, but for a sheet that is linked to


def without_hidden(page: HtmlElement, dropped: Counter[str]) -> None:
    """Drop from `page` what is hidden by attributes, inline styles or the page's own sheets.

    `dropped` counts the elements that held words. A whole page that is hidden until its scripts
    run, or that has most of its words so, hides nothing in particular and stays.
    """
    sheets = Sheets(page)
    perhaps: dict[Sight, list[HtmlElement]] = {Sight.FADED: [], Sight.ON_WHITE: []}
    waiting = [page]
    while waiting:
        element = waiting.pop()
        hidden = ""
        if element is page or element.tag in {"head", "body"}:
            pass
        elif not isinstance(element.tag, str):
            hidden = COMMENTS
        elif element.tag in _INERT:
            hidden = INERT
        else:
            sight = _sight(element, sheets)
            hidden = HIDDEN if sight is Sight.UNSEEN else ""
            if sight in perhaps:
                perhaps[sight].append(element)
        if hidden:
            _drop(element, hidden, dropped)
        else:
            waiting.extend(element)
    for elements in perhaps.values():
        _drop_few(page, elements, dropped)


def hides_itself(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of an element alone hide it, on a white page."""
    own = declared(attributes.get("style", ""))
    colour = _colour(own.get("color", ""))
    white = bool(colour) and _are_near(colour, _WHITE) and not own.keys() & _GROUNDS
    told = attributes.get("hidden", "until-found").lower() != "until-found"
    return told or white or hiding(_joined(own)) or _is_faded(own)


def hiding(style: str) -> bool:
    """Whether declarations, in lower case and without needless spaces, make an element unseen."""
    size = _SIZE.search(style)
    tiny = size and float(size.group(1)) < _TINY.get(size.group(2) or "px", _TINY_EM)
    return bool(tiny or _HIDING.search(style) or (_NOWHERE.search(style) and _CUT.search(style)))


def _drop(element: HtmlElement, kind: str, dropped: Counter[str]) -> None:
    if kind == COMMENTS or _letters(element):
        dropped[kind] += 1
    element.drop_tree()


def _drop_few(page: HtmlElement, elements: list[HtmlElement], dropped: Counter[str]) -> None:
    """Drop the elements unless most of the page's words stand in them."""
    every = set(elements)
    outermost = [each for each in elements if every.isdisjoint(each.iterancestors())]
    body = page.find("body")
    if 2 * sum(map(_letters, outermost)) < _letters(page if body is None else body):
        for element in outermost:
            _drop(element, HIDDEN, dropped)


def _letters(element: HtmlElement) -> int:
    """How many letters and digits it shows."""
    shown = (each for each in element.iter("*") if each.tag not in {"script", "style"})
    texts = [each.text or "" for each in shown]
    texts += [each.tail or "" for each in element.iterdescendants()]
    return sum(map(str.isalnum, "".join(texts)))


def _sight(element: HtmlElement, sheets: Sheets) -> Sight:
    attributes = dict(element.attrib)
    if element.tag == "dialog" and "open" not in attributes:
        return Sight.UNSEEN
    if attributes.get("hidden", "until-found").lower() != "until-found":
        return Sight.UNSEEN
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        # People who look do see it; but the letters of an icon's name are shown as the icon.
        if element.tag == "i" or _ICON.search(attributes.get("class", "")):
            return Sight.UNSEEN
        del element.attrib["aria-hidden"]
    styles = sheets.of(element)
    if hiding(_joined(styles)):
        return Sight.UNSEEN
    if _is_faded(styles):
        return Sight.FADED
    return _on_its_ground(element, styles, sheets)


def _joined(styles: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in styles.items())


def _is_faded(styles: Mapping[str, str]) -> bool:
    return "opacity" in styles and bool(_FADED.fullmatch(styles["opacity"]))


def _on_its_ground(element: HtmlElement, styles: Mapping[str, str], sheets: Sheets) -> Sight:
    """Whether the text has the colour of what is behind it, by the nearest background told."""
    colour = styles.get("color") or (element.get("color", "") if element.tag == "font" else "")
    if not (here := _colour(colour.strip().lower())):
        return Sight.SEEN
    for each in (element, *element.iterancestors()):
        ground = _ground(each, sheets)
        if ground in {"", "none", "transparent", "inherit", "initial", "unset"}:
            continue
        if not (behind := _colour(ground)) or not _are_near(here, behind):
            return Sight.SEEN
        return Sight.ON_WHITE if each.tag in {"body", "html"} else Sight.UNSEEN
    return Sight.ON_WHITE if _are_near(here, _WHITE) else Sight.SEEN


def _ground(element: HtmlElement, sheets: Sheets) -> str:
    styles = sheets.of(element)
    if "background-image" in styles or element.get("background"):
        return "a picture"
    told = styles.get("background-color") or styles.get("background")
    return told or element.get("bgcolor", "").strip().lower()


def _colour(told: str) -> tuple[int, ...]:
    """Red, green and blue of 255, or nothing where it is no colour that is known."""
    told = {"white": "#fff", "black": "#000", "snow": "#fffafa", "ivory": "#fffff0"}.get(told, told)
    if match := _HEX.fullmatch(told):
        short, digits = match.groups()
        digits = digits or "".join(2 * digit for digit in short)
        return tuple(bytes.fromhex(digits))
    match = _RGB.fullmatch(told)
    return tuple(map(int, match.groups())) if match else ()


def _are_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
