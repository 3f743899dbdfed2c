"""What the bot's files say, and what they show without saying it: read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"

#: The functions whose text is translated, and which of their arguments hold it.
SAYING = {"say": (1,), "say_n": (1, 2), "locale_str": (1,), "_noted": (1,)}

_PROSE = re.compile(r"[^\W\d_]{2,},? [^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHOWN = frozenset({"content", "label", "placeholder", "title"})
_SHOWING = frozenset({"notice", "send", "send_message", "TextDisplay"})
# Their texts are for the operator, or for the commands' translator, who gets them all.
_ELSEWHERE = frozenset(
    {"debug", "info", "warning", "error", "exception", "report", "command"}
    | {"describe", "context_menu", "Group", "ContextMenu", "Choice"}
)


def files() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def in_code() -> dict[str, str]:
    """Every text that the bot's files say, with the file and the line; of a plural, the one."""
    found: dict[str, str] = {}
    for path in files():
        with path.open("rb") as code:
            for line, text, _, _ in extract("python", code, keywords=SAYING):
                singular = text if isinstance(text, str) else text[0]
                found[singular] = f"{path.relative_to(ROOT)}:{line}"
    return found


def named(call: ast.Call) -> str:
    """The last name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def given() -> Iterator[tuple[str, str, str]]:
    """Each text that is said right in an argument: what is called, the argument, the text."""
    for path in files():
        for call in calls(path):
            for keyword in call.keywords:
                match keyword.value:
                    case ast.Call(args=[ast.Constant(value=str(text)), *_]) as inner:
                        if named(inner) in SAYING:
                            yield named(call), keyword.arg or "", text


def unsaid(code: str) -> list[tuple[int, str]]:
    """Line and text of what `code` shows without saying it in the person's language.

    That is prose anywhere, and a single word in an argument that is shown.
    """
    tree = ast.parse(code)
    passed = {id(inner) for node in ast.walk(tree) for inner in _passed(node)}
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in passed and _PROSE.search(text):
                found.add((node.lineno, text))
            case ast.Call():
                for value in _shown_by(node):
                    match value:
                        case ast.Constant(value=str(text)) if id(value) not in passed:
                            if _WORD.search(text):
                                found.add((value.lineno, text))
    return sorted(found)


def _shown_by(call: ast.Call) -> Iterator[ast.AST]:
    """The parts of the arguments of `call` that a person sees."""
    shown = [keyword.value for keyword in call.keywords if keyword.arg in _SHOWN]
    shown += call.args[:1] if named(call) in _SHOWING else []
    for value in shown:
        match value:
            case ast.JoinedStr(values=parts):
                yield from parts
            case ast.IfExp(body=body, orelse=other):
                yield from (body, other)
            case _:
                yield value


def _passed(node: ast.AST) -> Iterator[ast.AST]:
    """What is in `node` and not shown, or is said, or is code in a string."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Assert():
            yield from ast.walk(node)
        case ast.Call() if named(node) in SAYING.keys() | _ELSEWHERE:
            yield from ast.walk(node)
        case ast.AnnAssign(annotation=annotation):
            yield from ast.walk(annotation)
        case ast.ClassDef(keywords=keywords):  # `class Settings(Group, description="…")`
            for keyword in keywords:
                yield from ast.walk(keyword)
