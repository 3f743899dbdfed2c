"""Whatever ends a change of an index, and wherever: the old content serves, or the new, whole."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from index import store
from index.types import Document
from tests.index.crashing import Change, child, killed_at, making, points_of, refused_at_each
from tests.index.torturing import (
    BEFORE,
    NEWEST,
    RIVER,
    TORTURE,
    TOWN,
    chance_of,
    holds,
    is_cleared_up_by_an_addition,
    tale,
    three_generations,
)

CHANGES = {
    "build": Change("build", (TOWN, RIVER)),
    "add": Change("add", (TOWN,)),
    "replace": Change("add", (tale("lake", edition=2),)),
    "remove-all-of-a-segment": Change("remove", ids=("ferry",)),
    "remove-a-part-of-one": Change("remove", ids=("river",)),
    "rollback": Change("rollback"),
}
UNLIKE = (CHANGES["build"], CHANGES["add"], CHANGES["rollback"])
ALIKE = "writes in the same way as another change; tried where TORTURE is 1000"
THROUGH = 0.1  # the share of changes at random that is let be, which tells how long one lasts
EACH = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder, in memory where that can be had: there nobody waits for a disk to sync."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own within)
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_generations(tmp_path_factory.mktemp("template") / "index")


def after(change: Change) -> tuple[Document, ...]:
    return BEFORE if change.kind == "rollback" else change.after(NEWEST)


@EACH
@pytest.mark.parametrize("power", ["stays", "fails"])
def test_a_change_killed_at_any_point_has_not_begun_or_is_done(
    change: Change, power: str, template: Path, place: Path
) -> None:
    if power == "fails" and change not in UNLIKE and TORTURE < 1000:
        pytest.skip(ALIKE)
    shutil.copytree(template, place / "all")
    with child(points_of, change, place / "all") as (_, pipe):
        names = pipe.recv()
    assert {"open", "half", "fsync", "os.rename"} <= set(names)
    found = set()
    for number, name in enumerate((*names, "end")):
        if name == "fsync" and power == "stays":
            continue  # the disk is the same at the next point
        folder = place / str(number)
        shutil.copytree(template, folder)
        with child(killed_at, change, folder, number, power) as (process, _):
            pass
        assert process.exitcode == -9
        held, problem = holds(folder, NEWEST, after(change))
        assert problem == ""
        found.add(held)
        is_cleared_up_by_an_addition(folder, held)
    assert found == {NEWEST, after(change)}


@EACH
@pytest.mark.parametrize("disk", ["fails", "full"])
def test_a_disk_that_refuses_at_any_point_leaves_the_old_content_and_says_so(
    change: Change, disk: str, template: Path, place: Path
) -> None:
    if change not in UNLIKE and TORTURE < 1000:
        pytest.skip(ALIKE)
    with child(refused_at_each, change, template, place, disk) as (_, pipe):
        outcomes = list(iter(pipe.recv, None))
    reason = {"full": "No space left on device", "fails": "Input/output error"}[disk]
    refused = 0
    for number, (name, error) in enumerate(outcomes):
        folder = place / str(number)
        held = NEWEST if error else after(change)
        assert holds(folder, held) == (held, "")
        if error:
            refused += 1
            assert f"cannot be written to {folder}: {reason}. Free space" in error
            assert "An index that was there before still serves." in error
            if name not in ("os.remove", "os.rmdir"):
                assert not list(folder.glob("building-*"))
        is_cleared_up_by_an_addition(folder, held)
    assert refused > 0


@dataclass
class History:
    """An index that is changed at random, and what each of its generations holds."""

    folder: Path
    chance: random.Random
    generations: dict[str, tuple[Document, ...]] = field(default_factory=dict)
    held: tuple[Document, ...] = ()
    numbers: Iterator[int] = field(default_factory=count)
    slowest: float = 0.0  # seconds that it took to open

    def next(self) -> Change:
        ids = [each.source.id for each in self.held]
        kinds = ["add", "replace", "remove", "build", "rollback"]
        match self.chance.choices(kinds, [16, 4, 4, 1, 2])[0]:
            case "replace" if ids:
                again = tale(self.chance.choice(ids), edition=next(self.numbers))
                return Change("add", (again,))
            case "remove" if ids:
                return Change("remove", ids=(self.chance.choice(ids),))
            case "build":
                return Change("build", (*self.held[len(self.held) // 2 :], self._new()))
            case "rollback":
                return Change("rollback")
        return Change("add", (self._new(),))

    def _new(self) -> Document:
        return tale(f"tale-{next(self.numbers)}", paragraphs=self.chance.randint(1, 4))

    def has_gone_on(self, change: Change) -> bool:
        """Whether the change was made; asserts that it was wholly, or not at all."""
        begun = time.perf_counter()
        generation = store.read(self.folder).generation
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        if change.kind != "rollback":
            self.generations.setdefault(generation, change.after(self.held))
        before, self.held = self.held, self.generations[generation]
        assert holds(self.folder, self.held) == (self.held, "")
        return before is not self.held


def test_changes_killed_at_random_one_after_another_leave_nothing_in_between(place: Path) -> None:
    history = History(place / "index", chance_of(5))
    Change("build", (RIVER,)).make(history.folder)
    history.has_gone_on(Change("build", (RIVER,)))
    lasting: dict[str, float] = {}
    killed = made = most = 0
    while killed < TORTURE:
        change = history.next()
        with child(making, change, history.folder) as (process, pipe):
            assert pipe.recv() == "begun"
            begun = time.perf_counter()
            if change.kind in lasting and history.chance.random() > THROUGH:
                process.join(history.chance.uniform(0, 1.2 * lasting[change.kind]))
                process.kill()
            process.join()
            took = time.perf_counter() - begun
        if process.exitcode == 0:
            lasting[change.kind] = took
        killed += process.exitcode == -9
        made += history.has_gone_on(change)
        most = max(most, len(store.read(history.folder).segments))
    print(
        f"{killed} killed; {made} changes were made, up to {most} segments; "
        f"the slowest opening took {history.slowest:.2f} s"
    )
    assert made > TORTURE // 10
    is_cleared_up_by_an_addition(history.folder, history.held)
