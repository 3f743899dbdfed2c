"""A small made-up library with questions on it, and what a fake answerer makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.curves import reliability, risk_coverage
from index.errors import QuestionError
from index.evaluation import Case, Judged, Place, judge
from index.proof import File, OnSquad, Proof, Reading
from index.retrieval import Ranked, Retrieval
from index.tally import answers, citations
from index.training.measure import Figures
from index.types import Abstention, Answer, Citation, Lead, Quotation, Reason, Reply, Turn
from tests.index.fakes import document, passage

GAZETTE = document("Tolls paid for “the ferry”.", "The river flooded the bridge in 1910.")
TOLLS = passage("Tolls paid for “the ferry”.", paragraph=1)
RIVER = passage("The river flooded the bridge in 1910.", paragraph=2, start=29)


@dataclass(frozen=True, slots=True)
class Weighed:
    reply: Reply
    candidate: Answer | None = None
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Scripted:
    """A `Weigher` that says what it was told to; a question that it does not know is not taken.

    `histories` are what stood before each question that it was asked.
    """

    told: Mapping[str, Weighed]
    histories: list[tuple[Turn, ...]] = field(default_factory=list)

    def weigh(self, raw: str, history: Sequence[Turn] = ()) -> Weighed:
        self.histories.append(tuple(history))
        if raw not in self.told:
            raise QuestionError("Ask something else.")
        return self.told[raw]


def answer(*quoted: Quotation, lead: Lead | None = None) -> Answer:
    numbered = tuple(Citation(number, quotation) for number, quotation in enumerate(quoted, 1))
    return Answer("What happened?", "This. [1]", numbered, lead=lead)


def refusal(reason: Reason = Reason.NOT_IN_SOURCES, against: Quotation | None = None) -> Abstention:
    contradiction = Citation(1, against) if against else None
    return Abstention("What happened?", "No.", reason, contradiction=contradiction)


def case(
    question: str = "What happened?",
    *paragraphs: Place,
    evidence: tuple[tuple[str, ...], ...] = (),
    kind: str = "plain",
) -> Case:
    """An answerable case where `paragraphs` are given."""
    return Case(question, question, kind, bool(paragraphs), paragraphs, evidence)


FLOOD = answer(Quotation.of(RIVER, RIVER.span))
TOLL = answer(Quotation.of(TOLLS, TOLLS.span))

#: A question of each outcome: what is right, and what is made of it.
SCRIPT = (
    (case("When did it flood?", 2, evidence=(("1910",),)), Weighed(FLOOD, FLOOD, 0.95)),
    (case("What did tolls buy?", 1, evidence=(('"the ferry"',),), kind="list"),
     Weighed(FLOOD, FLOOD, 0.75)),
    (case("Who paid?", 1, kind="list"), Weighed(refusal(), TOLL, 0.35)),
    (case("Where is Atlantis?", kind="off_topic"), Weighed(refusal(Reason.OFF_TOPIC))),
    (case("Which bridge burnt?", kind="near_miss"), Weighed(TOLL, TOLL, 0.65)),
)  # fmt: skip


def judged() -> list[Judged]:
    weigher = Scripted({one.question: weighed for one, weighed in SCRIPT})
    return [judge(one, weigher) for one, _ in SCRIPT]


SEARCHED = Retrieval(
    4,
    2,
    (
        Ranked("dense only", (1, 2, None, 4)),
        Ranked("lexical only", (1, 1, 1, None)),
        Ranked("fused", (1, 1, 1, 2)),
        Ranked("somebody else's", None),
    ),
)


def made_up(*, squad: bool = False, title: str = "The gazette") -> Proof:
    """A proof of the script; its source is called `title`."""
    source = GAZETTE.source.__class__(GAZETTE.source.id, title, GAZETTE.source.sha256)
    figures = Figures(30, 20, 0.7, 0.8, 0.75, 0.9)
    beside = OnSquad(File("squad.json", "b" * 64), SEARCHED, Reading(("A_town",), figures))
    return Proof(
        questions=File("cases.jsonl", "a" * 64),
        sources=(source,),
        embedder="bag-of-words",
        reader="scripted",
        retrieval=SEARCHED,
        answers=answers(judged()),
        citations=citations(judged(), {GAZETTE.source.id: GAZETTE}),
        curve=risk_coverage(judged()),
        reliability=reliability(judged()),
        squad=beside if squad else None,
    )


def squad_file(folder: Path) -> Path:
    """A SQuAD file of two paragraphs, one of them with a question that it does not answer."""
    path = folder / "squad.json"
    path.write_text(
        """{"data": [{"title": "A_town", "paragraphs": [
        {"context": "The fair drew many visitors.", "qas": [
          {"id": "1", "question": "What drew visitors?", "is_impossible": false,
           "answers": [{"text": "The fair", "answer_start": 0}]}]},
        {"context": "Tolls paid for the ferry.", "qas": [
          {"id": "2", "question": "Who sank the ferry?", "is_impossible": true, "answers": []}]}
        ]}]}""",
        encoding="utf-8",
    )
    return path
