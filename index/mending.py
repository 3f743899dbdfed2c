"""What to do about an index that cannot be opened or written."""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexDamaged, LibraryError


def build_command(folder: Path) -> str:
    """What builds an index in `folder` of the shipped briefings."""
    return f"summit-bot index build --into {folder}"


def build_again(folder: Path) -> str:
    """What to do about an index in `folder` that cannot serve."""
    return f"Build it again, with the same --source files if you gave any: {build_command(folder)}"


def roll_back(folder: Path) -> str:
    """What to do to go on with the generation before."""
    return f"summit-bot index rollback --into {folder}"


def damaged(folder: Path, what: str) -> IndexDamaged:
    """The error for an index of which `what` is said: what it is, and how to mend it."""
    return IndexDamaged(f"The index in {folder} is damaged: {what}. {build_again(folder)}")


def unwritable(folder: Path, error: OSError) -> LibraryError:
    """The error for a disk that refuses."""
    return LibraryError(
        f"The index cannot be written to {folder}: {error.strerror or error}. "
        "Free space, or choose another folder with --into. "
        "An index that was there before still serves."
    )
