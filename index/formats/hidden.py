"""Take out of a page what a browser would not show, before anything is read from it."""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

HIDDEN = "hidden HTML"
COMMENTS = "HTML comments"
INERT = "templates and noscript"

_HIDING = re.compile(
    r"""(?:^|;)(?:
        display:none | visibility:(?:hidden|collapse) | content-visibility:hidden
        | opacity:[0.]+(?=[;%]|$) | transform:scale\(0 | transform:translate[xy3d]*\([^)]*-\d{4}
        | clip:rect\((?:[01](?:px)?[, ]?){4}\) | clip-path:(?:inset\((?:50|100)%|circle\(0)
        | (?:left|right|top|bottom|text-indent|margin-(?:left|top))
            :-(?:999|\d{4}|\d{3,}(?:r?em|v[wh]))
        | color:(?:transparent|\#0{8}|\#[0-9a-f]{3}0(?=;|$)|(?:rgb|hsl)a\([^)]*,[0.]+%?\))
    )""",
    re.VERBOSE,
)
_SIZE = re.compile(
    r"(?:^|;)font(?:-size:|:(?:[a-z]+ )*)(\d*\.?\d+)(px|pt|%|r?em|ex|v[wh])?(?=[;/ ]|$)"
)
# No text is this small, in the unit at hand.
_TINY = {"px": 2.0, "pt": 2.0, "%": 10.0, "vw": 0.2, "vh": 0.2}
_TINY_EM = 0.1
_NOWHERE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?=;|$)")
_CUT = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)")
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;]+)")
_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"}
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{}]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def without_hidden(page: HtmlElement, dropped: Counter[str]) -> None:
    """Drop from `page` what is hidden by attributes, inline styles or the page's own simple rules.

    `dropped` counts the elements that held words. A whole page that is hidden until its scripts
    run hides nothing in particular and stays.
    """
    rules = _hiding_rules(page)
    waiting = [page]
    while waiting:
        element = waiting.pop()
        if element is page or element.tag in {"head", "body"}:
            hidden = ""
        elif not isinstance(element.tag, str):
            hidden = COMMENTS
        elif element.tag in {"template", "noscript"}:
            hidden = INERT
        else:
            hidden = HIDDEN if _hides(element, rules) else ""
        if not hidden:
            waiting.extend(element)
            continue
        if hidden != HIDDEN or any(map(str.isalnum, "".join(element.itertext()))):
            dropped[hidden] += 1
        element.drop_tree()


def _hides(element: HtmlElement, rules: set[tuple[str, str, str]]) -> bool:
    if element.get("hidden", "until-found").lower() != "until-found":
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    names = [(".", name) for name in element.get("class", "").split()]
    names += [("#", element.get("id", ""))]
    if any((tag, *name) in rules for name in names for tag in ("", element.tag)):
        return True
    style = _plain(element.get("style", ""))
    return bool(style) and (hiding(style) or _on_its_own_ground(element, style))


def hiding(style: str) -> bool:
    """Whether declarations, in lower case and without needless spaces, make an element unseen."""
    size = _SIZE.search(style)
    tiny = size and float(size.group(1)) < _TINY.get(size.group(2) or "px", _TINY_EM)
    return bool(tiny or _HIDING.search(style) or (_NOWHERE.search(style) and _CUT.search(style)))


def _on_its_own_ground(element: HtmlElement, style: str) -> bool:
    """Whether the text has the colour of what is behind it, by the nearest background told."""
    if not (colour := _COLOUR.search(style)):
        return False
    for each in (element, *element.iterancestors()):
        if ground := _GROUND.search(_plain(each.get("style", ""))):
            here, behind = colour.group(1), ground.group(1)
            return here == behind or {here, behind} <= _WHITE
    return False


def _hiding_rules(page: HtmlElement) -> set[tuple[str, str, str]]:
    """Tag (or nothing), "." or "#", and the name, of each simple selector that hides for good.

    Rules within `@media` and their like hold only at times, and opacity is what scripts animate.
    """
    rules = set()
    for sheet in page.iter("style"):
        css = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        for selectors, declarations in _RULE.findall(_AT_RULE.sub("", css)):
            style = re.sub(r"(?:^|;)opacity:[^;]*", "", _plain(declarations))
            if hiding(style):
                for selector in selectors.split(","):
                    if match := _SELECTOR.fullmatch(selector.strip()):
                        tag, kind, name = match.groups()
                        rules.add(((tag or "").lower(), kind, name))
    return rules


def _plain(style: str) -> str:
    plain = re.sub(r"\s+", " ", style.lower()).replace("!important", "")
    return re.sub(r" ?([:;,]) ?", r"\1", plain).strip()
