"""Fits the gate: `python -m index.training.policy QUESTIONS --source FILE …` writes its weights.

A sentence that is read for a question is right where quoting it would answer. One logistic model
learns from pairs of a question's sentences which comes first, a second from the first sentences
whether the answer that the bot makes of them is right at all. Both are fitted in folds by question,
so that the probability is calibrated (Platt, "Probabilistic outputs for support vector machines",
1999) and the threshold chosen on questions that they were not fitted to.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from index.answering import Answerer
from index.embedding import Embedder, SentenceTransformerEmbedder
from index.evaluation import Case, among, carried, covered, read_cases
from index.evidence import FAR_AHEAD, Features, Judged, features_of, weighable
from index.library import Library, build, read_documents
from index.question import Question
from index.quoting import citations
from index.reading import HeuristicReader, Reader, Reading, open_reader
from index.refusing import refused_unread
from index.sources import restated
from index.types import Citation, Quotation

_FOLDS = 8
_ON_TOPIC = 0.30
_ORDER_STRENGTH = 3.0
#: The share of the unanswerable questions that is to be refused: a wrong answer does more harm than
#: a missing one.
_REFUSED = 0.92
#: Features that only a trained reader fills.
_TRAINED = frozenset({"span", "verdict", "claim_span", "claim_verdict", "denial", "agreement"})

Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What was read for all questions: a row a sentence.

    `features` (n, features), `right` (n,), `question` (n,) the number of its question, and for
    each question whether it is answerable, `answerable`, and the fold's name, `group`. `carries`
    tells whether the answer to a question is right that is made of these of its rows, best first,
    with these scores. The threshold is chosen on the questions that are marked in `decides`;
    `unread` are those of them that were refused before any reading: how many have an answer, and
    how many have none.
    """

    features: Table
    right: npt.NDArray[np.bool_]
    question: npt.NDArray[np.int64]
    answerable: npt.NDArray[np.bool_]
    group: tuple[str, ...]
    carries: Callable[[int, Sequence[int], Sequence[float]], bool]
    decides: npt.NDArray[np.bool_]
    unread: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Material:
    """Questions, what they are asked of, and whether the threshold is chosen on them."""

    cases: Sequence[Case]
    library: Library
    decides: bool = True


def gathered(materials: Iterable[Material], reader: Reader) -> Sentences:
    """Read for every case in its library; questions that are refused unread are left out."""
    rows: list[list[float]] = []
    right: list[bool] = []
    numbers: list[int] = []
    answerable: list[bool] = []
    decides: list[bool] = []
    group: list[str] = []
    asked: list[tuple[Case, Question]] = []
    unread = {True: 0, False: 0}
    readings_of_rows: list[Reading] = []
    for one in materials:
        answerer = Answerer(one.library, reader)
        for case in one.cases:
            question = answerer.question(case.question)
            if refused_unread(question, one.library.vocabulary):
                unread[case.answerable] += one.decides
                continue
            _, readings = answerer.read(question)
            read = weighable(readings)
            for reading in read:
                rows.append(list(asdict(features_of(question, reading, read)).values()))
                right.append(_answers(case, reading))
                numbers.append(len(group))
            readings_of_rows += read
            answerable.append(case.answerable)
            decides.append(one.decides)
            group.append(case.id)
            asked.append((case, question))

    def carries(number: int, places: Sequence[int], scores: Sequence[float]) -> bool:
        case, question = asked[number]
        ranked = [
            Judged(readings_of_rows[place], score, 0.0)
            for place, score in zip(places, scores, strict=True)
        ]
        return carried(case, citations(question, ranked))

    return Sentences(
        np.array(rows),
        np.array(right),
        np.array(numbers),
        np.array(answerable),
        tuple(group),
        carries,
        np.array(decides),
        (unread[True], unread[False]),
    )


def _answers(case: Case, reading: Reading) -> bool:
    passage = reading.hit.passage
    if not case.answerable or not among(case.paragraphs, passage):
        return False
    groups = sum(covered(case, [Citation(1, Quotation.of(passage, reading.sentence))]))
    return groups >= (1 if case.kind == "list" else len(case.evidence))


def fitted(sentences: Sentences, names: Sequence[str]) -> dict[str, object]:
    """The fields of a Policy over the features called `names`."""
    columns = [place for place, f in enumerate(fields(Features)) if f.name in names]
    chosen = [fields(Features)[place].name for place in columns]
    table = sentences.features[:, columns]
    groups = np.array(sentences.group)
    folds = list(GroupKFold(_FOLDS).split(groups, groups=groups))
    scores = np.zeros(len(table))
    for learn, hold in folds:
        rows = np.isin(sentences.question, hold)
        scores[rows] = table[rows] @ _order(sentences, table, learn)
    best, ahead, right = _best(sentences, scores)
    found = np.column_stack([table[best], np.clip(ahead, 0.0, FAR_AHEAD)])
    logits = np.zeros(len(best))
    for learn, hold in folds:
        logits[hold] = _gate(found[learn], right[learn]).decision_function(found[hold])
    platt = LogisticRegression(C=1e6).fit(logits[:, None], right)
    scale, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    probability = 1 / (1 + np.exp(-(scale * logits + shift)))
    gate = _gate(found, right)
    order = _order(sentences, table, np.arange(len(groups)))
    return {
        "order": _named(chosen, order),
        "bias": round(float(gate.intercept_[0]), 3),
        "weights": _named(chosen, gate.coef_[0][:-1]),
        "ahead": round(float(gate.coef_[0][-1]), 3),
        "scale": round(scale, 3),
        "shift": round(shift, 3),
        "threshold": round(_threshold(sentences, probability, right), 3),
        "on_topic": _ON_TOPIC,
    }


def _named(names: Sequence[str], values: Table) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


def _order(sentences: Sentences, table: Table, learn: npt.NDArray[np.int64]) -> Table:
    """Weights that put right sentences before wrong ones of the same question, (features,).

    A logistic model over differences, every question with the same weight in sum (the pairwise
    transform of Herbrich, Graepel, Obermayer, 2000).
    """
    rows, weight = [], []
    for question in learn:
        own = np.flatnonzero(sentences.question == question)
        good, bad = own[sentences.right[own]], own[~sentences.right[own]]
        for one in good:
            rows.append(table[one] - table[bad])
            weight.append(np.full(len(bad), 1 / (len(good) * max(len(bad), 1))))
    apart, heavy = np.concatenate(rows), np.concatenate(weight)
    model = LogisticRegression(C=_ORDER_STRENGTH, fit_intercept=False, max_iter=5000)
    model.fit(
        np.concatenate([apart, -apart]),
        np.repeat([1, 0], len(apart)),
        sample_weight=np.concatenate([heavy, heavy]),
    )
    return np.asarray(model.coef_[0])


def _gate(found: Table, right: npt.NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=5000).fit(found, right)


def _best(
    sentences: Sentences, scores: Table
) -> tuple[npt.NDArray[np.int64], Table, npt.NDArray[np.bool_]]:
    """For each question the row of its first sentence, its lead, and whether its answer is right.

    The lead is how far its score is ahead of the second's.
    """
    rows, ahead, right = [], [], []
    for question in range(len(sentences.group)):
        own = np.flatnonzero(sentences.question == question)
        order = own[np.argsort(-scores[own], kind="stable")]
        rows.append(order[0])
        ahead.append(scores[order[0]] - scores[order[1]] if len(order) > 1 else FAR_AHEAD)
        right.append(sentences.carries(question, order.tolist(), scores[order].tolist()))
    return np.array(rows), np.array(ahead), np.array(right)


def _threshold(sentences: Sentences, probability: Table, right: npt.NDArray[np.bool_]) -> float:
    """The probability to answer from on.

    The one that answers most questions rightly among those that refuse `_REFUSED` of the
    unanswerable ones, and of several such the one that refuses most.
    """
    told = sentences.answerable & sentences.decides
    untold = ~sentences.answerable & sentences.decides
    answerable, unanswerable = sentences.unread[0] + told.sum(), sentences.unread[1] + untold.sum()

    def shares(cut: float) -> tuple[float, float]:
        refused = sentences.unread[1] + (probability < cut)[untold].sum()
        answered = (right & (probability >= cut))[told].sum()
        return float(answered / answerable), float(refused / unanswerable)

    cuts = np.unique(probability).tolist()
    careful = [n for n, cut in enumerate(cuts) if shares(cut)[1] >= _REFUSED] or [len(cuts) - 1]
    place = max(careful, key=lambda n: shares(cuts[n]))
    answered, refused = shares(cuts[place])
    click.echo(
        f"in folds: candidate right {right[told].mean():.3f} of {told.sum()}, "
        f"answered rightly {answered:.3f} of {answerable}, refused {refused:.3f} of {unanswerable}"
    )
    return float((cuts[place] + cuts[max(place - 1, 0)]) / 2)


@click.command()
@click.argument("questions", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--source",
    "sources",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A further text to read for the questions, beside the restatement.",
)
@click.option(
    "--also",
    type=(click.Path(path_type=Path, dir_okay=False), click.Path(path_type=Path)),
    multiple=True,
    help="Further questions, and the text that they are on; the threshold is not chosen on them.",
)
@click.option("--into", type=click.Path(path_type=Path), default=Path("index/policy.json"))
def main(
    questions: Path,
    sources: tuple[Path, ...],
    also: tuple[tuple[Path, Path], ...],
    into: Path,
) -> None:
    """Fit the policy to QUESTIONS, JSON Lines of cases on the restated article, and write it."""
    cases = read_cases(questions)
    asked = [(cases, restated(), True), *((cases, (text,), True) for text in sources)]
    asked += [(read_cases(path), (text,), False) for path, text in also]
    embedder = SentenceTransformerEmbedder.load()
    trained, error = open_reader(embedder)
    if error:
        raise error
    every = [field.name for field in fields(Features)]
    plain = [name for name in every if name not in _TRAINED]
    with tempfile.TemporaryDirectory() as folder:
        materials = [
            Material(own, _library(Path(folder) / str(number), texts, embedder), decides)
            for number, (own, texts, decides) in enumerate(asked)
        ]
        options = [f"--source {text.name}" for text in sources]
        options += [f"--also {path} {text}" for path, text in also]
        policy: dict[str, object] = {
            "made_by": " ".join(["python -m index.training.policy", str(questions), *options]),
            "questions": len({case.id for one in materials for case in one.cases}),
        }
        readers: dict[str, tuple[Reader, list[str]]] = {
            "trained": (trained, every),
            "heuristic": (HeuristicReader(embedder), plain),
        }
        for name, (reader, names) in readers.items():
            policy[name] = fitted(gathered(materials, reader), names)
    into.write_text(json.dumps(policy, indent=2) + "\n", encoding="utf-8")


def _library(folder: Path, sources: tuple[Path, ...], embedder: Embedder) -> Library:
    build(read_documents(sources), folder, embedder)
    return Library.open(folder, embedder)


if __name__ == "__main__":
    main()
