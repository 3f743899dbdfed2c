"""What an index holds, on disk: a manifest and segments, checked as a whole when it is opened.

The manifest tells the schema, model and chunking, and of each segment its sources and what
`index.files` needs. A segment that the next generation holds too is taken over from the one before
this, so that an addition costs little and two successive generations never share a file.
`index.generations` says where all this lies.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from index import files, generations
from index.arrays import Buffer
from index.chunking import Chunking
from index.embedding import Embedder
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, LibraryError
from index.generations import Generation
from index.mending import build_again, damaged, roll_back
from index.segments import Segment
from index.types import Source

#: Raised whenever the files' layout or meaning changes, names and stems included.
SCHEMA = 2

#: A manifest, or what it says of a segment.
Facts = Mapping[str, Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A generation that is whole, and open.

    `facts` are what the manifest says of each of the `segments`. Where this is not the generation
    that should serve, `problem` says why, and what to do.
    """

    generation: str
    model: Facts
    chunking: Facts
    segments: tuple[Segment, ...]
    facts: tuple[Facts, ...]
    problem: str = ""


def model_of(embedder: Embedder) -> Facts:
    """What makes two models the same."""
    return {
        "name": embedder.name,
        "sha256": embedder.fingerprint,
        "dimension": embedder.dimension,
    }


def read(
    folder: Path, embedder: Embedder | None = None, chunking: Chunking | None = None
) -> Stored:
    """The generation that serves in `folder`; where it is damaged, the newest one that is whole.

    Raises IndexMissing where there is none, IndexDamaged where none is whole, and IndexMismatch
    where it was made with another schema or (if given) model or chunking.
    """
    before = generations.mark(folder)
    try:
        return _opened(folder, generations.serving(folder), embedder, chunking)
    except IndexDamaged as error:
        if generations.mark(folder) != before:  # it was replaced, and is gone
            return read(folder, embedder, chunking)
        for other in generations.others(folder):
            with suppress(LibraryError):
                stored = _opened(folder, other, embedder, chunking)
                problem = f"{error}\n{_in_its_stead(folder, other)}"
                _log.warning("%s", problem)
                return dataclasses.replace(stored, problem=problem)
        raise


def _in_its_stead(folder: Path, other: Generation) -> str:
    return f"Until then {other.name} serves in its stead. To keep to that: {roll_back(folder)}"


def sources_in(folder: Path) -> tuple[tuple[Source, int], ...]:
    """The sources, and how many passages each has, by the manifest alone.

    It is that of the generation that serves, or would in its stead as far as it tells. Raises
    IndexMissing, IndexDamaged and IndexMismatch, for the schema alone.
    """
    before = generations.mark(folder)
    try:
        return _told(folder, generations.serving(folder))
    except IndexDamaged:
        if generations.mark(folder) != before:
            return sources_in(folder)
        for other in generations.others(folder):
            with suppress(LibraryError):
                return _told(folder, other)
        raise


def _told(folder: Path, found: Generation) -> tuple[tuple[Source, int], ...]:
    manifest = _understood(folder, found)
    with _making_sense(folder, found):
        return tuple(
            (source, told["passages"])
            for facts in manifest["segments"]
            for source, told in zip(_sources_of(facts), facts["sources"], strict=True)
        )


def _sources_of(facts: Facts) -> tuple[Source, ...]:
    return tuple(Source(**told["source"]) for told in facts["sources"])


def write(
    folder: Path,
    segments: Sequence[Segment],
    *,
    base: Stored | None,
    model: Facts,
    chunking: Facts,
) -> str:
    """Write a generation of `segments` and put it in place; its name.

    To be called under `exclusive`. Those that are of `base`, which was read from `folder`, are
    taken over as they stand. Raises LibraryError where the disk refuses; what served before then
    still does.
    """
    there = dict(zip(map(id, base.segments), base.facts, strict=True)) if base else {}
    with generations.building(folder) as building:
        facts = [
            _take_over(folder, base.generation, there[id(segment)], building)
            if base and id(segment) in there
            else _written(segment, building)
            for segment in segments
        ]
        manifest = {"schema": SCHEMA, "model": model, "chunking": chunking, "segments": facts}
        raw = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        (building / generations.MANIFEST).write_bytes(raw)
        return generations.put_in_place(folder, building)


def roll_back_in(folder: Path) -> str:
    """Let the newest whole generation before the one that serves do so; its name.

    To be called under `exclusive`. Raises IndexMissing where there is none.
    """
    if not generations.every(folder):
        generations.serving(folder)  # says that there is no index
    for other in generations.others(folder):
        try:
            _opened(folder, other, None, None)
        except LibraryError:
            continue
        generations.turn_to(folder, other)
        return other.name
    raise IndexMissing(
        f"No whole generation is left in {folder} before the one that serves. {build_again(folder)}"
    )


def _opened(
    folder: Path, found: Generation, embedder: Embedder | None, chunking: Chunking | None
) -> Stored:
    manifest = _understood(folder, found)
    with _making_sense(folder, found):
        model, cut, facts = manifest["model"], manifest["chunking"], tuple(manifest["segments"])
        _check_fit(folder, manifest, embedder, chunking)
        held = _checked(folder, found, facts)
        segments = tuple(
            files.segment_of(
                _sources_of(each),
                {name: held[found.path / each["name"] / name] for name in each["files"]},
                each["arrays"],
                model["dimension"],
            )
            for each in facts
        )
    with ThreadPoolExecutor() as threads:
        for source in threads.map(Segment.altered, segments):
            if source:
                raise damaged(folder, f"the text of {source} is not the one that was indexed")
    return Stored(found.name, model, cut, segments, facts)


@contextmanager
def _making_sense(folder: Path, found: Generation) -> Iterator[None]:
    """Whatever is wrong with what a manifest says, though its hash is right, is damage too."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as e:
        raise damaged(folder, f"the parts of {found.name} do not fit each other") from e


def _understood(folder: Path, found: Generation) -> Facts:
    """The manifest of a generation, which is of this schema and sealed."""
    with _making_sense(folder, found):
        manifest: Facts = json.loads(found.manifest)
        schema = manifest["schema"]
    if schema != SCHEMA:
        raise IndexMismatch(
            f"The index in {folder} has schema {schema}, this version needs {SCHEMA}. "
            + build_again(folder)
        )
    if not generations.is_sealed(found):
        raise damaged(folder, "the seal of its manifest was altered")
    return manifest


def _check_fit(
    folder: Path, manifest: Facts, embedder: Embedder | None, chunking: Chunking | None
) -> None:
    rebuild = build_again(folder)
    if embedder and manifest["model"] != model_of(embedder):
        raise IndexMismatch(
            f"The index in {folder} was made with the model {manifest['model']['name']!r}, the bot "
            f"runs {embedder.name!r} (name or weights differ). {rebuild}"
        )
    if chunking and manifest["chunking"] != dataclasses.asdict(chunking):
        raise IndexMismatch(f"The index in {folder} was cut in another way. {rebuild}")


def _checked(folder: Path, found: Generation, segments: Sequence[Facts]) -> dict[Path, Buffer]:
    """Every file of a generation; IndexDamaged where one is absent or altered."""
    wanted = {
        found.path / facts["name"] / name: digest
        for facts in segments
        for name, digest in facts["files"].items()
    }
    # The largest first, so that the threads end together.
    paths = sorted(wanted, key=lambda path: -wanted[path]["bytes"])
    held: dict[Path, Buffer] = {}
    with ThreadPoolExecutor() as threads:  # hashing does not hold the interpreter's lock
        read = threads.map(files.checked, paths, [wanted[path] for path in paths])
        for path, content in zip(paths, read, strict=True):
            if content is None:
                file = f"{path.parent.name}/{path.name}"
                raise damaged(folder, f"{file} of {found.name} is absent, cut short or altered")
            held[path] = content
    return held


def _written(segment: Segment, building: Path) -> Facts:
    contents, table = files.contents_of(segment)
    digests = {name: files.digest_of(content) for name, content in contents.items()}
    sources = [
        {"source": dataclasses.asdict(source), "passages": segment.count(number)}
        for number, source in enumerate(segment.sources)
    ]
    name = files.name_of(digests, [source.id for source in segment.sources])
    (building / name).mkdir()
    for file, content in contents.items():
        (building / name / file).write_bytes(content)
    return {"name": name, "sources": sources, "arrays": table, "files": digests}


def _take_over(folder: Path, base: str, facts: Facts, building: Path) -> Facts:
    """Have a segment of the generation `base` in the one that is being built."""
    last = folder / base
    others = [path for path in reversed(generations.every(folder)) if path != last]
    (building / facts["name"]).mkdir()
    wanted = {Path(facts["name"]) / name: digest for name, digest in facts["files"].items()}
    take_over = partial(files.take_over, last=last, others=others, into=building)
    with ThreadPoolExecutor() as threads:
        for name, taken in zip(
            wanted, threads.map(take_over, wanted, wanted.values()), strict=True
        ):
            if not taken:
                raise damaged(folder, f"{name} is absent, cut short or altered")
    return facts
