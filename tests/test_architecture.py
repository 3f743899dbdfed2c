"""Who may import whom: the direction of the imports, read from the files themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each module of `index` may know of the others, beside `types` and `errors`. The layers stand
# on each other; a module that is not named here is a new one, whose place is to be decided.
ALLOWED: dict[str, set[str]] = {
    "types": set(),
    "errors": set(),
    # leaves
    "places": set(),
    "ranking": set(),
    "sentences": set(),
    "sources": set(),
    "weights": set(),
    "names": {"places"},
    "words": {"places"},
    "embedding": {"weights"},
    "vectors": {"embedding"},
    "lexical": {"words"},
    "chunking": {"names", "sentences"},
    "spelling": {"places", "words"},
    # the library
    "generations": set(),
    "store": {"chunking", "embedding", "generations", "lexical", "vectors"},
    "library": {
        "chunking", "embedding", "generations", "lexical", "ranking", "sources", "store", "words",
    },
    # the answer
    "question": {"places", "spelling", "words"},
    "kinds": {"names", "places", "question", "words"},
    "polarity": {"words"},
    "reading": {"embedding", "kinds", "names", "polarity", "question", "words"},
    "evidence": {"places", "question", "reading", "words"},
    "conversation": {"names", "places", "question", "words"},
    "answering": {"conversation", "evidence", "library", "question", "reading", "words"},
    "evaluation": set(),
}  # fmt: skip
GROUND = {"types", "errors"}
# The composition root: only here do an index and a bot meet.
ROOTS = {"cli.py", "__main__.py", "preview.py"}
# Libraries that only one module knows, so that each can be exchanged in one place.
OWNED = {
    "faiss": {"index/vectors.py"},
    "bm25s": {"index/lexical.py"},
    "sentencex": {"index/sentences.py"},
    "Stemmer": {"index/words.py"},
    "torch": {"index/embedding.py", "index/weights.py"},
    "transformers": {"index/embedding.py"},
    "sentence_transformers": {"index/embedding.py"},
    "yaml": {"index/sources.py"},
    "markdown_it": {"index/sources.py"},
    "filelock": {"index/generations.py"},
    "simcord": {"bot/preview.py"},
}


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports anywhere, functions and TYPE_CHECKING blocks included.

    `from index import store` is `index.store`, as `from index.store import read` is.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            if module in {"index", "bot"}:
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def known_of_index(path: Path) -> set[str]:
    """The modules of `index` that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("index.")}


def test_every_module_of_the_index_has_its_place() -> None:
    assert {path.stem for path in files("index")} == {*ALLOWED, "__init__"}


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_a_module_of_the_index_knows_only_what_it_stands_on(module: str) -> None:
    known = known_of_index(ROOT / "index" / f"{module}.py")
    allowed = ALLOWED[module] if module in GROUND else ALLOWED[module] | GROUND
    assert known <= allowed, f"index.{module} imports {known - allowed}"


def test_what_is_allowed_holds_no_circle() -> None:
    left = dict(ALLOWED)
    while left:
        grounded = {module for module, known in left.items() if not known & left.keys()}
        assert grounded, f"these import each other: {sorted(left)}"
        left = {module: known for module, known in left.items() if module not in grounded}


def test_the_index_knows_neither_the_bot_nor_discord() -> None:
    for path in files("index"):
        tops = {name.split(".")[0] for name in imports(path)}
        assert not tops & {"bot", "discord", "simcord", "tests"}, path


def test_the_bot_knows_of_the_index_only_what_flows_and_what_goes_wrong() -> None:
    for path in files("bot"):
        if path.name not in ROOTS:
            assert known_of_index(path) <= GROUND, path


def test_the_bot_knows_neither_the_tests_nor_its_own_composition_root() -> None:
    roots = {f"bot.{Path(name).stem}" for name in ROOTS}
    for path in files("bot"):
        names = set(imports(path))
        assert not any(name.split(".")[0] == "tests" for name in names), path
        if path.name not in ROOTS:
            assert not names & roots, path


@pytest.mark.parametrize("library", sorted(OWNED))
def test_a_library_that_could_be_exchanged_is_known_in_one_place(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in (*files("index"), *files("bot"))
        if library in {name.split(".")[0] for name in imports(path)}
    }
    assert users == OWNED[library]
