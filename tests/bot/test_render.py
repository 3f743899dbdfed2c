"""Replies as Discord shows them: what is seen first, what is linked, what fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import guide, notice, render
from bot.starters import starters
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Quotation,
    Reason,
    Reference,
    Source,
    Span,
)
from tests.bot.fakes import (
    BRIEFING,
    GAZETTE,
    abstention,
    answer,
    citation,
    claim,
    passage,
    premise,
)
from tests.bot.goldens import FOLDER, REPLIES, rendered
from tests.bot.shown import colour, links, live, texts
from tests.bot.test_markdown import SYNTAX


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_rendered_as_its_golden_file_says(name: str) -> None:
    """`python -m tests.bot.goldens` writes the files anew; look at the difference."""
    assert rendered(name) == (FOLDER / f"{name}.json").read_text("utf-8")


def test_the_answer_comes_first_and_the_sources_behind_it() -> None:
    quotations, sources = texts(render(answer()))
    assert quotations == (
        "> In all, **61 countries** signed. [1]\n\n"
        "> Two did not. [2]\n\n"
        "> The **United States** and the **United Kingdom** refused to sign. [3]"
    )
    assert sources == (
        "-# [1] [2] ¶5: The Gazette, [What was signed in Paris]"
        "(https://gazette.example/2025/signed), 11 Feb 2025\n"
        "-# [3] ¶1: our restatement of Wire, [Two refuse (updated)]"
        "(https://wire.example/two_%28refuse%29), 12 Feb 2025\n"
        "-# Automated: quotes its sources, never invents."
    )


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({}, "The Gazette, What was signed in Paris, 11 Feb 2025"),
        ({"url": "javascript:x"}, "The Gazette, What was signed in Paris, 11 Feb 2025"),
        ({"publisher": "", "date": ""}, "What was signed in Paris"),
        ({"date": "spring"}, "The Gazette, What was signed in Paris, spring"),
        (
            {"restates": True, "origin": "shipped", "date": ""},
            "our restatement of The Gazette, What was signed in Paris",
        ),
        (
            {"restates": True, "origin": "/home/notes.md", "date": ""},
            "a restatement of The Gazette, What was signed in Paris",
        ),
    ],
)
def test_a_source_is_named_with_what_is_known_of_it(known: dict[str, Any], line: str) -> None:
    source = replace(GAZETTE, **{"url": "", **known})
    reply = Answer("?", "!", (citation(1, passage("Yes.", source, paragraph=2)),))
    assert texts(render(reply))[1].startswith(f"-# [1] ¶2: {line}\n")


def test_paragraphs_of_one_source_share_its_line() -> None:
    first = citation(1, passage("One.", paragraph=3))
    second = citation(2, passage("Two.", paragraph=4, start=10))
    [_, sources] = texts(render(Answer("?", "!", (first, second))))
    assert sources.startswith("-# [1] ¶3, [2] ¶4: The Gazette, ")
    assert sources.count("The Gazette") == 1


def test_an_abstention_looks_different_and_links_nothing() -> None:
    refusal = render(abstention())
    assert colour(refusal) != colour(render(answer()))
    said, nearest = texts(refusal)
    assert said == "My sources never mention Freedonia."
    assert nearest.startswith("Nearest passage, not an answer:\n> In all, 61 countries signed.")
    assert links(said + nearest) == []


@pytest.mark.parametrize(
    ("reason", "shown"),
    [(reason, reason in {Reason.NOT_IN_SOURCES, Reason.UNKNOWN_NAME}) for reason in Reason],
)
def test_the_nearest_passage_is_shown_only_where_it_can_help(
    reason: Reason, *, shown: bool
) -> None:
    assert ("Nearest passage" in "".join(texts(render(abstention(reason=reason))))) == shown


def test_without_hits_there_is_no_nearest_passage() -> None:
    refusal = replace(abstention(), hits=())
    assert "Nearest" not in "".join(texts(render(refusal)))


def test_a_claim_is_answered_with_yes_or_no_first_and_who_speaks_before_the_quotation() -> None:
    [said, sources] = texts(render(claim(), asked="Did she?"))
    assert said == "-# Did she?\n**No.**\nMayor Ada Byron:\n> She **raised** the tolls. [1]"
    assert sources == (
        "-# [1] ¶3: The Gazette, [What was signed in Paris]"
        "(https://gazette.example/2025/signed), 11 Feb 2025\n"
        "-# Mes sources sont en anglais.\n"
        "-# Automated: quotes its sources, never invents."
    )


def test_each_quotation_has_its_own_speaker() -> None:
    spoken = (
        citation(1, passage("He said no.", paragraph=2), speaker="Bob Cray"),
        citation(2, passage("No one else did.", paragraph=3, start=90)),
        citation(3, passage("She said yes.", paragraph=4, start=180), speaker="Ada Byron"),
    )
    assert texts(render(Answer("?", "!", spoken)))[0] == (
        "Bob Cray:\n> He said no. [1]\n\n> No one else did. [2]\n\nAda Byron:\n> She said yes. [3]"
    )


def test_a_false_premise_is_refused_with_what_contradicts_it_and_where_that_stands() -> None:
    refusal = render(premise(), asked="Why did they sign?")
    [said, sources] = texts(refusal)
    assert said == (
        "-# Why did they sign?\nMy sources say otherwise.\n"
        "> The United States and the United Kingdom **refused to sign**. [1]"
    )
    assert sources == (
        "-# [1] ¶1: our restatement of Wire, [Two refuse (updated)]"
        "(https://wire.example/two_%28refuse%29), 12 Feb 2025\n"
        "-# The trained reader is not at hand.\n"
        "-# Automated: quotes its sources, never invents."
    )
    assert colour(refusal) not in {colour(render(answer())), colour(render(abstention()))}


def test_notes_stand_in_small_print_before_what_is_said_under_every_reply() -> None:
    noted = replace(abstention(), notes=("One.", "Two,\nstill two."))
    assert texts(render(noted))[1].endswith(
        "\n\n-# One.\n-# Two, still two.\n-# Automated: quotes its sources, never invents."
    )


def test_a_speaker_and_notes_that_show_nothing_are_left_out() -> None:
    silent = replace(
        answer(),
        citations=(citation(1, passage("Yes."), speaker="\u202e\n"),),
        notes=("\u200e", " "),
    )
    [said, sources] = texts(render(silent))
    assert said == "> Yes. [1]"
    assert sources.count("\n") == 1


def test_a_quotation_over_several_lines_stays_one_block() -> None:
    reply = Answer("?", "!", (citation(1, passage("One\n\n# two\nthree", GAZETTE)),))
    assert texts(render(reply))[0] == "> One\n> \\# two\n> three [1]"


def test_citations_that_do_not_fit_are_dropped_whole_and_counted() -> None:
    words = "word " * 250
    citations = tuple(
        citation(number, passage(words + f"end{number}", paragraph=number, start=number * 2000))
        for number in range(1, 6)
    )
    [quotations, sources] = texts(render(Answer("?", "!", citations)))
    assert quotations.count("> ") == 3
    assert "end3 [3]" in quotations
    assert sources.startswith("-# 2 more quotations left out.\n-# [1] ¶1, [2] ¶2, [3] ¶3: ")


def test_one_quotation_that_is_too_long_is_cut() -> None:
    reply = Answer("?", "!", (citation(1, passage("word * " * 1000)),))
    [quotation, sources] = texts(render(reply, asked="long? " * 200))
    assert quotation.endswith(" word… [1]")
    assert sources.startswith("-# [1] ¶1: The Gazette")


def test_the_question_is_shown_only_where_it_is_given() -> None:
    assert texts(render(answer(), asked="a\n# b?"))[0].startswith("-# a # b?\n> In all")
    assert texts(render(abstention(), asked="# b?"))[0].startswith("-# \\# b?\nMy sources")


@pytest.mark.parametrize("count", [2, 3])
def test_the_guide_shows_examples_and_how_to_ask(count: int) -> None:
    text = "\n".join(texts(guide(count, mention="@Bot_1")))
    assert sum(example in text for example in starters("en")) == count
    assert "Type /ask, or mention me: \\@Bot\\_1 and" in text


sources = st.builds(
    Source,
    id=st.text(min_size=1, max_size=3),
    title=SYNTAX.filter(bool),
    sha256=st.just("0"),
    publisher=SYNTAX,
    date=st.one_of(SYNTAX, st.dates().map(str)),
    url=st.one_of(SYNTAX, SYNTAX.map("https://a.b/".__add__)),
    restates=st.booleans(),
)


@st.composite
def citations(draw: st.DrawFn) -> tuple[Citation, ...]:
    made = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        text = draw(SYNTAX.filter(bool)) * draw(st.sampled_from([1, 1, 1, 60]))
        whole = passage(text, draw(sources), draw(st.integers(1, 3)))
        pairs = draw(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=3))
        marks = tuple(Span(a, a + n) for a, n in pairs if a + n <= len(text))
        speaker = draw(st.one_of(st.just(""), SYNTAX, SYNTAX.map(lambda name: name * 4)))
        made.append(Citation(number, Quotation.of(whole, whole.span, marks), speaker))
    return tuple(made)


notes = st.lists(st.one_of(SYNTAX, SYNTAX.map(lambda note: note * 4)), max_size=3).map(tuple)


@settings(deadline=None)
@given(citations(), SYNTAX, st.sampled_from([None, *Lead]), notes)
def test_any_answer_is_within_every_limit_and_acts_on_nothing(
    cited: tuple[Citation, ...], asked: str, lead: Lead | None, noted: tuple[str, ...]
) -> None:
    shown = texts(render(Answer("?", "!", cited, lead=lead, notes=noted), asked))
    assert len(shown) == 2
    check_sources(shown[1])
    assert live(shown[0]) == []
    assert "[1]" in shown[0]
    assert ("**No.**\n" in shown[0]) >= (lead is Lead.NO)


def check_sources(shown: str) -> None:
    """Harmless small print with whole links, and what is always said at its end."""
    assert live(shown) == []
    for _, url in links(shown):
        assert url.startswith(("http://", "https://"))
        assert len(url) <= 512
    lines = shown.split("\n")
    assert all(line.startswith("-# ") and line.strip() != "-#" for line in lines)
    assert lines[-1] == "-# Automated: quotes its sources, never invents."


@settings(deadline=None)
@given(citations(), SYNTAX.filter(bool), SYNTAX, notes, st.sampled_from([1, 300]))
def test_any_false_premise_is_within_every_limit_and_acts_on_nothing(
    cited: tuple[Citation, ...], text: str, asked: str, noted: tuple[str, ...], times: int
) -> None:
    refusal = Abstention(
        asked, text * times, Reason.FALSE_PREMISE, contradiction=cited[0], notes=noted
    )
    shown = texts(render(refusal, asked))
    assert len(shown) == 2
    check_sources(shown[1])
    assert live(shown[0]) == []
    assert shown[0].endswith("[1]")


@settings(deadline=None)
@given(SYNTAX.filter(bool), SYNTAX.filter(bool), SYNTAX, notes, st.sampled_from([1, 300]))
def test_any_abstention_and_any_notice_is_within_every_limit(
    text: str, found: str, asked: str, noted: tuple[str, ...], times: int
) -> None:
    hit = Hit(passage(found * times, BRIEFING), 0.5, 0.5, 1.0)
    refusal = Abstention(asked, text * times, Reason.NOT_IN_SOURCES, (hit,), notes=noted)
    for view in (render(refusal, asked), notice(text * times)):
        for shown in texts(view):
            assert live(shown) == []
            assert links(shown) == []


def test_in_french_all_but_the_quotations_is_french() -> None:
    [said, sources] = texts(render(claim(), asked="Did she?", language="fr"))
    assert said == "-# Did she?\n**Non.**\nMayor Ada Byron\u00a0:\n> She **raised** the tolls. [1]"
    assert "11 févr. 2025" in sources
    assert "Automated" not in sources
    [said, nearest] = texts(render(abstention(), language="fr"))
    assert "Nearest" not in nearest
    assert "> In all, 61 countries signed." in nearest
    greeting = "\n".join(texts(guide(2, mention="@Bot", language="fr")))
    assert all(question in greeting for question in starters("fr")[:2])
    assert "Ask me" not in greeting


CRIER = Reference("Crier", "Cries", "2025-02-12", "https://crier.example/1")
HERALD = Reference("Herald", "News", "2025-02", "https://herald.example/2")


def sides() -> Answer:
    briefing = Source("signed", "Who signed", "1" * 64, origin="shipped")
    told = [
        replace(passage("In all, 61 countries signed."), source=GAZETTE),
        replace(passage("The Crier counted 58."), source=briefing, references=(CRIER,)),
        replace(passage("The Herald counted 60."), source=briefing, references=(HERALD, CRIER)),
    ]
    citations = [citation(number, one, one.text) for number, one in enumerate(told, 1)]
    return Answer("How many?", "!", tuple(citations), disagreement="how many signed")


def test_where_sources_disagree_that_is_said_and_each_side_has_its_references() -> None:
    [quotations, sources] = texts(render(sides()))
    assert quotations == (
        "**Sources disagree on how many signed:**\n> In all, 61 countries signed. [1]\n\n"
        "> The Crier counted 58. [2]\n\n> The Herald counted 60. [3]"
    )
    assert sources.split("\n")[1:3] == [
        "-# [2] ¶1: our briefing, after Crier, [Cries](https://crier.example/1), 12 Feb 2025",
        "-# [3] ¶1: our briefing, after Herald, [News](https://herald.example/2), Feb 2025; "
        "Crier, [Cries](https://crier.example/1), 12 Feb 2025",
    ]


def test_links_give_way_before_a_side_does() -> None:
    reply = sides()
    long = replace(CRIER, url="https://crier.example/" + "a" * 480)
    many = [
        replace(one, number=number, quotation=Quotation.of(
            replace(one.passage, references=(replace(long, publisher=f"Crier {number}"),)),
            one.quotation.span,
        ))
        for number, one in enumerate(reply.citations * 4, 1)
    ]  # fmt: skip
    [quotations, sources] = texts(render(replace(reply, citations=tuple(many))))
    assert quotations.count("\n> ") == 12
    assert "Crier 12, 12 Feb 2025" in sources
    assert "http" not in sources
    short = replace(CRIER, title="Cries " * 40)
    brief = [
        replace(one, quotation=Quotation.of(
            replace(one.passage, references=(replace(short, publisher=f"Crier {one.number}"),)),
            one.quotation.span,
        ))
        for one in many
    ]  # fmt: skip
    [_, sources] = texts(render(replace(reply, citations=tuple(brief))))
    assert "after [Crier 12](https://crier.example/1), 12 Feb 2025" in sources


def test_what_somebody_has_added_is_never_told_as_our_briefing() -> None:
    notes = Source(
        "e", "Notes of a visit", "1" * 64, url="https://a.example/e", origin="attachment:e"
    )
    whole = replace(passage("The President resigned."), source=notes, references=(CRIER,))
    [_, sources] = texts(render(Answer("?", "!", (citation(1, whole),))))
    assert sources.split("\n")[0] == (
        "-# [1] ¶1: [Notes of a visit](https://a.example/e), after "
        "Crier, [Cries](https://crier.example/1), 12 Feb 2025"
    )
    [_, sources] = texts(render(Answer("?", "!", (citation(1, whole),)), language="fr"))
    assert ", d’après Crier, " in sources


@pytest.mark.parametrize("contrary", [False, True])
def test_words_have_room_beside_whatever_they_rest_on(*, contrary: bool) -> None:
    long = Reference("P" * 300, "T" * 300, "d" * 300, "https://crier.example/" + "a" * 480)
    notes = replace(GAZETTE, title="N" * 300, url="https://a.example/" + "b" * 480)
    whole = replace(passage("So it is. " * 100), source=notes, references=(long,) * 3)
    cited, noted = citation(1, whole), ("n" * 200,) * 3
    reply: Answer | Abstention = Answer("?", "!", (cited,), notes=noted)
    if contrary:
        reply = Abstention("?", "!", Reason.FALSE_PREMISE, contradiction=cited, notes=noted)
    [said, sources] = texts(render(reply, "q" * 300))
    assert said.count("So it is.") > 50
    assert "P" * 90 in sources
