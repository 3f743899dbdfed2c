"""Nothing that a person sees slips past the two languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.bot.said import SAYING, calls, files, named, unsaid

# Its sentences are for the operator who starts the bot.
STARTING = {"client.py"}
# The summit's own name, which is that of a thread where the question has none to give.
NAMES = {"AI Action Summit"}


def shows(path: Path) -> bool:
    """Whether a file makes what is seen in Discord: it knows Discord, and no simulated one."""
    tops = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                tops |= {alias.name.split(".")[0] for alias in names}
            case ast.ImportFrom(module=str(module)):
                tops.add(module.split(".")[0])
    return "discord" in tops and "simcord" not in tops and path.name not in STARTING


def test_no_sentence_is_shown_that_is_not_said() -> None:
    shown = [path for path in files() if shows(path)]
    assert len(shown) >= 5
    bare = [
        f"{path.name}:{line}: {text!r}"
        for path in shown
        for line, text in unsaid(path.read_text("utf-8"))
        if text not in NAMES
    ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    "code",
    [
        'await channel.send("Not here, please.")',
        'ui.Button(label="Sources")',
        'ui.Button(label="Follow up" if public else "Share")',
        'notice(f"Wait {seconds} seconds.")',
        'text = "Nothing was found."',
        'class Form(ui.Modal, title=say("Why", language)):\n    name = ui.TextInput(label="Why")',
        'ui.TextDisplay(f"{count} passages")',
    ],
)
def test_a_bare_sentence_is_noticed(code: str) -> None:
    assert unsaid(code)


@pytest.mark.parametrize(
    "code",
    [
        'await channel.send(say("Not here, please.", language))',
        'ui.Button(label="👍")',
        'log.info("No reply in channel %s", channel)',
        'raise ValueError("an answer has a citation")',
        '"""Buttons and forms."""',
        '@app_commands.command(description="Ask a question")\nasync def ask() -> None: ...',
        'ui.TextDisplay(f"-# {note}")',
    ],
)
def test_what_is_said_or_not_shown_is_let_pass(code: str) -> None:
    assert unsaid(code) == []


def test_what_is_said_stands_literally_in_the_call() -> None:
    """Or it could not be found by who translates."""
    for path in files():
        if path.name == "wording.py":
            continue
        for call in calls(path):
            if named(call) in {"say", "say_n"}:
                for argument in call.args[: len(SAYING[named(call)])]:
                    where = f"{path.name}:{call.lineno}"
                    assert isinstance(argument, ast.Constant), where
                    assert isinstance(argument.value, str), where
