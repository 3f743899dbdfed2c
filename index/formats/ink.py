"""With what the text of a PDF page is painted: some is painted so that nobody sees it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import TextStringObject

INVISIBLE = "text that is not painted or is white"

_SHOWING = {b"Tj", b"TJ", b"'", b'"'}
_COLOURING = {b"g", b"rg", b"k", b"sc", b"scn"}
_FILLING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_UNPAINTED = 3  # the mode of text that is neither filled nor outlined
_WHITE = {(1.0,), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.0)}


class Ink:
    """Follows the operators of a page and takes out the text that leaves no trace on it.

    What is not painted stays where the page has a picture: a scanned page carries its words so.
    White text stays once anything that is not white has been painted before.
    """

    def __init__(self, page: PageObject, dropped: Counter[str]) -> None:
        self._scanned = _has_picture(page)
        self._dropped = dropped
        self._mode = 0
        self._white = False
        self._painted = False
        self._saved: list[tuple[int, bool]] = []

    def before(self, operator: bytes, operands: list[Any], *_: object) -> None:
        """To be told of each operator before it is carried out."""
        if operator in {b"q", b"Do"}:
            self._saved.append((self._mode, self._white))
        elif operator == b"Q":
            self._restore()
        elif operator == b"Tr" and operands:
            self._mode = operands[0]
        elif operator == b"cs":
            self._white = False
        elif operator in _COLOURING:
            self._white = tuple(map(_number, operands)) in _WHITE
        elif operator in {b"sh", b"INLINE IMAGE"} or (operator in _FILLING and not self._white):
            self._painted = True
        elif operator in _SHOWING and self._is_unseen():
            if _words(operands):
                self._dropped[INVISIBLE] += 1
            # The library takes the text from these very operands.
            operands[-1:] = [TextStringObject("")]

    def after(self, operator: bytes, *_: object) -> None:
        """To be told of each operator after it was carried out."""
        if operator == b"Do":
            self._restore()
            self._painted = True

    def _restore(self) -> None:
        if self._saved:
            self._mode, self._white = self._saved.pop()

    def _is_unseen(self) -> bool:
        if self._mode == _UNPAINTED:
            return not self._scanned
        return self._white and not self._painted


def _has_picture(page: PageObject) -> bool:
    try:
        resources: Any = page["/Resources"]
        objects = resources["/XObject"]
        return any(each.get_object().get("/Subtype") == "/Image" for each in objects.values())
    except (AttributeError, KeyError, PyPdfError, TypeError):
        return False


def _number(operand: object) -> float:
    return float(operand) if isinstance(operand, (int, float)) else -1.0


def _words(operands: list[Any]) -> bool:
    last = operands[-1] if operands else ""
    parts = last if isinstance(last, list) else [last]
    return any(part.strip() for part in parts if isinstance(part, (str, bytes)))
