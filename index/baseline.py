"""Figures that were stored once, and which of today's are worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SourceError
from index.figures import LOWER_IS_BETTER, figures
from index.proof import File, Proof

#: How much worse a figure may be. One question more or less is 1.4 points of the smallest group
#: that is summed up, and on another processor a score on the edge may fall to the other side.
TOLERANCE = 0.015


class Baseline(BaseModel):
    """Figures by name, and the SHA-256 of the questions (and SQuAD file) that they stand for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: str
    squad: str | None = None
    figures: Annotated[dict[str, float], Field(min_length=1)]


def of(proof: Proof) -> Baseline:
    """What is stored of a proof."""
    squad = proof.squad.file.sha256 if proof.squad else None
    return Baseline(questions=proof.questions.sha256, squad=squad, figures=figures(proof))


def read_baseline(path: Path) -> Baseline:
    """What `written` gave; SourceError where it is absent or no such file."""
    try:
        return Baseline.model_validate_json(path.read_bytes(), strict=True)
    except OSError as error:
        raise SourceError(
            f"The baseline {path} cannot be read: {error.strerror}. Check the path, or write one "
            f"with --write-baseline {path}."
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise SourceError(
            f"{path} is no baseline: {where}: {first['msg']}. Write it anew with "
            f"--write-baseline {path}."
        ) from None


def written(proof: Proof) -> str:
    """The baseline that `proof` makes, a figure a line, so that a change reads as a difference."""
    return json.dumps(of(proof).model_dump(exclude_none=True), indent=2) + "\n"


def comparable(before: Baseline, questions: File, squad: File | None, path: Path) -> None:
    """Raise SourceError where the baseline from `path` is of other questions than a run will be."""
    _same(before.questions, questions.sha256, "other questions", path)
    if squad and before.squad:
        _same(before.squad, squad.sha256, "another SQuAD file", path)


def fallen(before: Baseline, proof: Proof) -> tuple[str, ...]:
    """A sentence for each figure that is worse than before, or gone.

    Figures on a SQuAD file are compared where `proof` has one.
    """
    now = of(proof).figures
    return tuple(
        sentence
        for name, value in before.figures.items()
        if proof.squad or not name.startswith("squad.")
        if (sentence := _worse(name, value, now.get(name)))
    )


def _same(before: str, now: str, what: str, path: Path) -> None:
    if before != now:
        raise SourceError(
            f"The baseline {path} was measured on {what}, so it cannot be compared with. Write it "
            f"anew with --write-baseline {path}."
        )


def _worse(name: str, before: float, now: float | None) -> str:
    if now is None:
        return f"{name} was {before:.3f} and is no longer measured."
    lost = now - before if name in LOWER_IS_BETTER else before - now
    if lost <= TOLERANCE + 1e-9:  # what was rounded may be a hair beyond
        return ""
    verb = "rose" if name in LOWER_IS_BETTER else "fell"
    return f"{name} {verb} from {before:.3f} to {now:.3f}; at most {TOLERANCE} is tolerated."
