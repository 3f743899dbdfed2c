"""What one pass over the data consists of."""

from __future__ import annotations

import pytest

from index.sentences import sentences_of
from index.training.examples import LONGEST, Curriculum, Example, Mix, Nearby, counted
from index.training.squad import Answer, Article, Asked, Paragraph
from tests.index.training.material import HARBOUR, article, paragraph

ANSWERS = {q.question: tuple(a.text for a in q.answers) for p in HARBOUR.paragraphs for q in p.qas}
TOLD = {question: words for question, words in ANSWERS.items() if words}
PLAIN = Mix(nearby=0, twisted=0, claimed=0, repeated=0)


def passes(mix: Mix, count: int = 20, share: float = 1.0, of: Article = HARBOUR) -> list[Example]:
    course = Curriculum([(of, share)], mix)
    return [example for turn in range(count) for example in course.examples(f"turn-{turn}")]


def own(example: Example) -> str:
    """The question of the article that was typed as the example's."""
    return next(
        question
        for question in ANSWERS
        if question.rstrip("?") == example.question or sorted(question) == sorted(example.question)
    )


def test_the_same_seed_draws_the_same_pass_and_another_seed_another() -> None:
    one, other = (Curriculum([(HARBOUR, 1.0), (HARBOUR, 0.5)]) for _ in range(2))
    assert one.examples("7-0") == other.examples("7-0")
    assert one.examples("7-0") == one.examples("7-0")
    assert one.examples("7-0") != one.examples("7-1")


def test_a_span_is_the_words_of_a_reference_answer() -> None:
    found = [example for example in passes(PLAIN) if example.span]
    assert len(found) == 20 * len(TOLD)
    for example in found:
        start, end = example.span or (0, 0)
        assert example.context[start:end] in ANSWERS[own(example)]


def test_any_of_several_reference_answers_may_be_the_one_that_is_learnt() -> None:
    context = "It opened in 1871."
    told = (Answer(text="1871", answer_start=13), Answer(text="in 1871", answer_start=10))
    asked = Asked(id="one", question="When did it open?", answers=told)
    of = Article(title="Both", paragraphs=(Paragraph(context=context, qas=(asked,)),))
    assert {example.span for example in passes(PLAIN, of=of)} == {(13, 17), (10, 17)}


def test_nearby_paragraphs_never_hold_the_answer_and_are_never_the_questions_own() -> None:
    nearby = Nearby.of(HARBOUR)
    count = 0
    for place in HARBOUR.paragraphs:
        for asked in place.qas:
            for other in nearby.to(asked, place):
                count += 1
                assert other != place
                assert not [a for a in asked.answers if a.text.lower() in other.context.lower()]
    assert count > 20


def test_the_paragraph_with_most_of_the_questions_words_is_the_nearest() -> None:
    of = article(
        "Towns",
        paragraph("The herring left.", ("Where is the lighthouse of the painter?", "herring")),
        paragraph("A painter came by."),
        paragraph("The painter drew a lighthouse."),
        paragraph("Nothing else."),
    )
    (asked,) = of.paragraphs[0].qas
    found = [p.context for p in Nearby.of(of).to(asked, of.paragraphs[0])]
    assert found == ["The painter drew a lighthouse.", "A painter came by."]
    assert [p.context for p in Nearby.of(of).to(asked, of.paragraphs[0], among=1)] == found[:1]


def test_a_question_asked_of_another_paragraph_has_no_answer_there() -> None:
    found = [e for e in passes(Mix(nearby=1, twisted=0, claimed=0, repeated=0)) if not e.span]
    assert len(found) > 20 * 5
    for example in found:
        assert not [words for words in ANSWERS[own(example)] if words in example.context]


@pytest.mark.parametrize("mix", [Mix(), Mix(cropped=1.0), Mix(cropped=0.0)])
def test_what_is_read_is_a_run_of_whole_sentences(mix: Mix) -> None:
    runs = set()
    for place in HARBOUR.paragraphs:
        spans = sentences_of(place.context, 0, len(place.context))
        runs |= {
            place.context[first.start : last.end]
            for n, first in enumerate(spans)
            for last in spans[n:]
        }
    contexts = {example.context for example in passes(mix)}
    assert contexts <= runs
    whole = {place.context for place in HARBOUR.paragraphs}
    assert bool(whole & contexts)


def test_a_long_paragraph_is_read_in_part_and_with_the_answer_in_it() -> None:
    told = "The lamp was lit in 1871."
    filler = [f"On day {number} the keeper wrote that nothing happened." for number in range(60)]
    long = " ".join([*filler[:30], told, *filler[30:]])
    of = article("Log", paragraph(long, ("When was the lamp lit?", "1871")))
    found = passes(PLAIN, count=60, of=of)
    assert all(told in example.context for example in found)
    assert all(len(example.context) <= LONGEST for example in found)
    lengths = [len(example.context) for example in found]
    # About half of them within 200 to 600 characters, the others as long as may be.
    assert 15 <= sum(length <= 600 for length in lengths) <= 45
    assert max(lengths) > LONGEST - 60


def test_an_answer_over_two_sentences_is_read_with_both() -> None:
    words = "1871. Or so"
    of = article("Log", paragraph("It opened in 1871. Or so they say.", ("When?", words)))
    for example in passes(Mix(nearby=0, twisted=0, claimed=0, cropped=1.0), of=of):
        start, end = example.span or (0, 0)
        assert example.context[start:end] == words


def test_a_pass_takes_the_share_of_the_answerable_and_repeats_every_unanswerable_one() -> None:
    mix = Mix(nearby=0, twisted=0, claimed=0, repeated=3)
    counts = counted(passes(mix, count=200, share=0.5))
    untold = len(ANSWERS) - len(TOLD)
    assert counts["without an answer"] == 200 * 3 * untold
    # 0.5 of 2,000 draws, within four standard deviations.
    assert abs(counts["with an answer"] - 0.5 * 200 * len(TOLD)) < 4 * (200 * len(TOLD) / 4) ** 0.5
    assert counted(passes(mix, count=1)) == {"with an answer": 10, "without an answer": 6}


def test_a_claim_is_told_where_it_is_true_and_denied_with_the_right_answer_where_not() -> None:
    of = article(
        "Log",
        paragraph(
            "Karl Holm built the new harbour in 1903. It burnt in 1905.",
            ("When was the new harbour built?", "1903"),
            ("When was the new harbour burnt?", "1905"),
            ("Who built the new harbour?", "Karl Holm"),  # no figure: never in place of a year
        ),
    )
    plain = {question for p in of.paragraphs for question in (q.question for q in p.qas)}
    claims = {
        (example.question, example.context[slice(*example.span)], *example.stances)
        for example in passes(Mix(nearby=0, twisted=0, claimed=1, repeated=0), count=100, of=of)
        if example.span and example.question.startswith("Was ") and example.question not in plain
    }
    assert claims == {
        ("Was the new harbour built in 1903?", "1903", "tells"),
        ("Was the new harbour built in 1905?", "1903", "denies"),
        ("Was the new harbour burnt in 1905?", "1905", "tells"),
        ("Was the new harbour burnt in 1903?", "1905", "denies"),
    }


def test_a_question_is_typed_as_people_do_now_and_then() -> None:
    found = [example.question for example in passes(PLAIN, count=300)]
    whole = [question for question in found if question in ANSWERS]
    bare = [question for question in found if not question.endswith("?")]
    swapped = [question for question in found if question not in {*whole, *bare}]
    assert 0.75 < len(whole) / len(found) < 0.85
    assert 0.12 < len(bare) / len(found) < 0.18
    assert 0.03 < len(swapped) / len(found) < 0.07
    for question in swapped:
        one = next(known for known in ANSWERS if sorted(known) == sorted(question))
        changed = [n for n, (a, b) in enumerate(zip(one, question, strict=True)) if a != b]
        assert changed == [changed[0], changed[0] + 1]


def test_an_article_without_paragraphs_brings_nothing() -> None:
    assert Curriculum([(article("Empty"), 1.0)]).examples("7") == []
