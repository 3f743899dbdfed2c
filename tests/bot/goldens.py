"""Rendered replies, kept as files: `python -m tests.bot.goldens` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from bot.render import render
from tests.bot.fakes import abstention, answer, claim, premise

FOLDER = Path(__file__).with_name("golden")

REPLIES = {
    "answer": render(answer(), asked="How many signed?"),
    "abstention": render(abstention()),
    "claim": render(claim()),
    "premise": render(premise(), asked="Why did the United Kingdom sign?"),
}


def rendered(name: str) -> str:
    """The components that Discord is sent for the reply `name`, as JSON."""
    components = REPLIES[name].to_components()  # type: ignore[no-untyped-call]
    return json.dumps(components, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name in REPLIES:
        (FOLDER / f"{name}.json").write_text(rendered(name), "utf-8")
