"""How the text of a DOCX file looks, as far as that decides whether it can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_LEAST_SIZE = 2.0  # points
_MOST_STYLES = 20  # that are based on each other: a file may have them turn in a circle


class Looks:
    """The styles of a document, found at once: the library takes milliseconds for each."""

    def __init__(self, document: Word) -> None:
        self._styles: dict[str, BaseStyle] = {}
        self._default: BaseStyle | None = None
        # Where there are none the library takes its template's, from a file.
        if any(each.reltype == RELATIONSHIP_TYPE.STYLES for each in document.part.rels.values()):
            self._styles = {style.style_id: style for style in document.styles}
            self._default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        self._lines: dict[tuple[str | None, str | None], tuple[CharacterStyle, ...]] = {}

    def style_of(self, paragraph: Paragraph) -> BaseStyle | None:
        """The style that a paragraph has, told or not."""
        found = self._styles.get(paragraph._p.style or "")
        return found if isinstance(found, ParagraphStyle) else self._default

    def is_hidden(self, run: Run, paragraph: Paragraph) -> bool:
        """Whether a run is hidden, too small to be seen, or white where nothing is behind it.

        It is what it says itself, or else what its style, its paragraph's or one that these are
        based on says.
        """
        styles = self._line(run, paragraph)
        fonts = [run.font, *(style.font for style in styles)]
        hidden = next((font.hidden for font in fonts if font.hidden is not None), False)
        size = next((font.size for font in fonts if font.size is not None), None)
        colours = (str(font.color.rgb) for font in fonts if font.color and font.color.rgb)
        white = next(colours, "") == "FFFFFF"
        if white:
            around = [run._r, *run._r.iterancestors(qn("w:p"), qn("w:tbl"))]
            around += [style.element for style in styles]
            white = not any(each.find(f".//{qn('w:shd')}") is not None for each in around)
        return bool(hidden) or white or (size is not None and size.pt < _LEAST_SIZE)

    def _line(self, run: Run, paragraph: Paragraph) -> tuple[CharacterStyle, ...]:
        """The styles that a run has, those that come first before those that they are based on."""
        key = run._r.style, paragraph._p.style
        if key not in self._lines:
            own = self._styles.get(key[0] or "")
            self._lines[key] = (*_based(own), *_based(self.style_of(paragraph)))
        return self._lines[key]


def _based(style: BaseStyle | None) -> Iterator[CharacterStyle]:
    for _ in range(_MOST_STYLES):
        if not isinstance(style, CharacterStyle):
            return
        yield style
        style = style.base_style
