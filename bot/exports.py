"""Files of exported exchanges, JSON Lines: written as one, and rewritten without some of them."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

#: What the `id` of a line begins with; the exchange's key follows.
ID = "feedback-"

# JSON lets other separators of lines stand in a text as they are, so `splitlines` would cut it.
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def write(file: Path, lines: Iterable[str]) -> None:
    """Write a file of `lines`, which end themselves, for its owner alone; OSError where that fails.

    Whoever reads it meanwhile sees the old file or the new one.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        new = Path(folder, file.name)
        # Whatever somebody has made of the file before, it can be written again.
        with new.open("w", encoding="utf-8", errors="surrogateescape") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        new.chmod(0o600)
        new.replace(file)


def remove(file: Path, keys: Collection[str]) -> bool:
    """Rewrite a file without the lines of these exchanges; whether the file is there."""
    try:
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    lines = _LINES.findall(text)
    kept = [line for line in lines if _key(line) not in keys]
    if len(kept) < len(lines):
        write(file, kept)
    return True


def _key(line: str) -> str:
    """The exchange that a line is of; empty where it is of none."""
    try:
        told = json.loads(line)
    except ValueError:
        return ""
    return str(told.get("id", "")).removeprefix(ID) if isinstance(told, dict) else ""
