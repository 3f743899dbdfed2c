"""Who may import whom: the direction of the imports, read from the files themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each module of `index` may know of the others, beside `types` and `errors`. The layers stand
# on each other; a module that is not named here is a new one, whose place is to be decided. A
# package's name stands for its `__init__`.
ALLOWED: dict[str, set[str]] = {
    "types": set(),
    "errors": set(),
    # leaves
    "addresses": set(),
    "continents": set(),
    "ellipsis": set(),
    "initials": set(),
    "places": set(),
    "ranking": set(),
    "sentences": set(),
    "annotations": set(),
    "target": set(),
    "sources": {"annotations"},
    "weights": set(),
    "names": {"places"},
    "words": {"places"},
    "embedding": {"weights"},
    "arrays": set(),
    "vectors": {"arrays", "embedding", "ranking"},
    "postings": {"arrays", "words"},
    "lexical": {"postings", "words"},
    "chunking": {"names", "sentences"},
    "spelling": {"places", "words"},
    # the web
    "connecting": {"addresses", "target"},
    "fetching": {"connecting", "target"},
    # the library
    "mending": set(),
    "generations": {"mending"},
    "segments": {"arrays", "ellipsis", "embedding", "initials", "postings", "vectors"},
    "joining": {"arrays", "embedding", "postings", "segments", "vectors"},
    "files": {"arrays", "postings", "segments", "vectors"},
    "store": {"arrays", "chunking", "embedding", "files", "generations", "mending", "segments"},
    "making": {"embedding", "joining", "segments"},
    "building": {
        "chunking", "embedding", "generations", "joining", "making", "segments", "store", "vectors",
    },
    "passages": {"arrays", "embedding", "segments"},
    "library": {
        "arrays", "building", "chunking", "ellipsis", "embedding", "initials", "joining", "lexical",
        "making", "passages", "ranking", "segments", "sources", "store", "vectors", "words",
    },
    "holdings": {"chunking", "embedding", "generations", "library", "store"},
    "curating": {"acquiring", "chunking", "embedding", "extracted", "library", "sandbox"},
    # reading what comes from anywhere
    "confinement": set(),
    "sanitizing": set(),
    "extracted": set(),
    "formats.blocks": {"sanitizing", "sources"},
    "formats.detecting": set(),
    "formats.encoding": set(),
    "formats.hidden": {"formats.styles"},
    "formats.ink": set(),
    "formats.lines": {"formats.blocks"},
    "formats.looks": set(),
    "formats.markup": {"formats.hidden"},
    "formats.pdf": {
        "extracted", "formats.blocks", "formats.detecting", "formats.ink", "formats.lines",
    },
    "formats.plain": {
        "extracted", "formats.blocks", "formats.detecting", "formats.markup", "sanitizing",
        "sources",
    },
    "formats.web": {"extracted", "formats.blocks", "formats.detecting", "formats.hidden"},
    "formats.styles": set(),
    "formats.word": {"extracted", "formats.blocks", "formats.detecting", "formats.looks"},
    "formats.extracting": {
        "extracted", "formats.blocks", "formats.detecting", "formats.encoding", "formats.pdf",
        "formats.plain", "formats.web", "formats.word", "sanitizing",
    },
    "formats": {"formats.extracting"},
    "formats.__main__": {"confinement", "formats"},
    "sandbox": {"confinement", "extracted", "sanitizing"},
    "acquiring": {"extracted", "fetching", "sandbox", "sanitizing"},
    # the network
    "extraction": set(),
    "checkpoint": {"extraction", "weights"},
    # the answer
    "question": {"places", "spelling", "words"},
    "kinds": {"names", "places", "question", "words"},
    "polarity": {"words"},
    "reading": {
        "checkpoint", "embedding", "extraction", "kinds", "polarity", "question", "words",
    },
    "attribution": {"names", "reading"},
    "evidence": {"question", "reading", "words"},
    "refusing": {"continents", "places", "question", "words"},
    "authorship": set(),
    "known": {"names", "places", "words"},
    "referents": {"known", "names", "places", "words"},
    "smalltalk": {"places", "sentences", "words"},
    "slots": {"known", "names", "places", "smalltalk", "words"},
    "followups": {"known", "slots", "smalltalk"},
    "conversation": {
        "followups", "known", "names", "places", "referents", "slots", "smalltalk", "words",
    },
    "languages": {"words"},
    "phrasing": {"languages"},
    "premise": {"polarity", "question", "reading"},
    "quoting": {"attribution", "evidence", "question", "reading"},
    "leading": {"evidence", "question"},
    "disagreement": {"question", "words"},
    "answering": {
        "authorship", "conversation", "disagreement", "ellipsis", "evidence", "french", "initials",
        "languages", "leading", "library", "phrasing", "premise", "question", "quoting", "reading",
        "refusing", "words",
    },
    # French
    "french.inflection": set(),
    "french.senses": {"words"},
    "french.unit": {"french.senses"},
    "french.conjugation": {"french.senses", "words"},
    "french.cognates": {"french.conjugation", "french.senses", "words"},
    "french.lexicon": {"french.cognates", "french.conjugation", "french.senses", "words"},
    "french.homographs": {"french.senses", "french.unit"},
    "french.units": {"french.homographs", "french.lexicon", "french.senses", "french.unit"},
    "french.articles": {"french.senses", "french.unit"},
    "french.phrases": {"french.articles", "french.senses", "french.unit"},
    "french.scanner": {"french.senses", "french.unit"},
    "french.verbs": {"french.inflection", "french.senses"},
    "french.predicates": {
        "french.lexicon", "french.scanner", "french.senses", "french.unit", "french.verbs",
    },
    "french.wording": {
        "french.articles", "french.inflection", "french.predicates", "french.senses",
        "french.unit", "french.verbs",
    },
    "french.asking": {
        "french.articles", "french.inflection", "french.phrases", "french.senses", "french.unit",
        "french.verbs", "french.wording",
    },
    "french.clause": {
        "french.articles", "french.asking", "french.phrases", "french.predicates",
        "french.senses", "french.unit", "french.units", "french.verbs", "french.wording",
        "question",
    },
    "french": {"french.clause"},
    # the proof
    "scoring": set(),
    "evaluation": set(),
    "tally": {"evaluation", "scoring"},
    "curves": {"evaluation", "scoring"},
    "peers": {"weights"},
    "retrieval": {"evaluation", "library", "peers", "scoring", "training.squad"},
    "proof": {
        "checkpoint", "curves", "embedding", "evaluation", "library", "retrieval", "tally",
        "training.measure", "training.squad",
    },
    "figures": {"proof", "retrieval", "scoring", "tally"},
    "baseline": {"figures", "proof"},
    "tables": {"peers", "proof", "retrieval", "scoring", "tally"},
    "plots": {"curves"},
    "page": {"plots", "proof", "scoring", "tables"},
    # the training
    "training": set(),
    "training.squad": set(),
    "training.twists": {"places"},
    "training.data": {"training.squad"},
    "training.examples": {"chunking", "sentences", "training.squad", "training.twists"},
    "training.measure": {"extraction", "scoring", "training.examples", "training.squad"},
    "training.batches": {"extraction", "training.examples"},
    "training.train": {
        "checkpoint", "extraction", "training.batches", "training.examples", "training.squad",
        "weights",
    },
    "training.export": {
        "checkpoint", "extraction", "training.measure", "training.squad", "weights",
    },
    "training.card": {
        "training.asked",
        "training.data", "training.examples", "training.export", "training.squad",
        "training.train", "weights",
    },
    "training.policy": {
        "answering", "checkpoint", "embedding", "evaluation", "evidence", "library", "question",
        "quoting", "reading", "refusing", "sources",
    },
    "training.asked": {"chunking", "training.squad"},
    "training.__main__": {
        "checkpoint", "extraction", "library", "sources", "training.asked", "training.card",
        "training.data", "training.export", "training.measure", "training.squad",
        "training.train", "weights",
    },
}  # fmt: skip
GROUND = {"types", "errors"}
# The composition root: only here do an index and a bot meet.
ROOTS = {
    "cli.py", "__main__.py", "briefings.py", "composing.py", "evaluate.py", "indexing.py",
    "loading.py", "preview.py", "shelves.py",
}  # fmt: skip
# Libraries that only one module knows, so that each can be exchanged in one place.
OWNED = {
    "faiss": {"index/vectors.py", "index/peers.py"},
    "bm25s": {"index/peers.py", "index/training/examples.py"},
    "sentencex": {"index/sentences.py"},
    "Stemmer": {"index/words.py"},
    "torch": {
        "index/checkpoint.py",
        "index/embedding.py",
        "index/extraction.py",
        "index/training/batches.py",
        "index/training/export.py",
        "index/training/train.py",
        "index/weights.py",
    },
    "transformers": {"index/checkpoint.py", "index/embedding.py", "index/extraction.py"},
    "safetensors": {"index/checkpoint.py"},
    "sklearn": {"index/training/policy.py"},
    "sentence_transformers": {"index/embedding.py", "index/peers.py"},
    "txtai": {"index/peers.py"},
    "matplotlib": {"index/plots.py", "bot/chart.py"},
    "jinja2": {"index/page.py"},
    "scipy": {"index/scoring.py"},
    "yaml": {"index/sources.py"},
    "charset_normalizer": {"index/formats/encoding.py"},
    "cssselect": {"index/formats/styles.py"},
    "docx": {"index/formats/looks.py", "index/formats/word.py"},
    "lxml": {"index/formats/hidden.py", "index/formats/styles.py", "index/formats/web.py"},
    "pypdf": {"index/formats/ink.py", "index/formats/pdf.py"},
    "trafilatura": {"index/formats/web.py"},
    "markdown_it": {"index/formats/markup.py", "index/sources.py"},
    "alembic": {
        "bot/database.py",
        "bot/migrations/env.py",
        "bot/migrations/versions/0001_what_is_remembered.py",
        "bot/migrations/versions/0002_who_added_what.py",
        "bot/state.py",
    },
    "babel": {"bot/wording.py"},
    "filelock": {"index/generations.py"},
    "httpcore2": {"index/connecting.py", "index/fetching.py"},
    "idna": {"index/target.py"},
    "simcord": {"bot/preview.py"},
}


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in files("index") if dotted(path) != "index"}


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports anywhere, functions and TYPE_CHECKING blocks included.

    `from index import store` is `index.store`, as `from index.store import read` is; of a package
    it is the name with what is taken from it, `index.french.in_english`.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            if (ROOT / module.replace(".", "/")).is_dir():
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def known_of_index(path: Path) -> set[str]:
    """The modules of `index` that a file imports."""
    found = set()
    for name in imports(path):
        while name and name not in MODULES:  # what a module or package holds
            name = name.rpartition(".")[0]
        found.add(name.removeprefix("index."))
    return found - {""}


def test_every_module_of_the_index_has_its_place() -> None:
    assert {name.removeprefix("index.") for name in MODULES} == ALLOWED.keys()


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_a_module_of_the_index_knows_only_what_it_stands_on(module: str) -> None:
    known = known_of_index(MODULES[f"index.{module}"])
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
