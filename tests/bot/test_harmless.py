"""Text that looks like a mention, link, timestamp or command stays text, wherever it stands."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import discord
import pytest
from discord import ui

from bot import about, catalogue, reports
from bot.catalogue import Catalogue
from bot.gaps import as_file, grouped
from bot.opening import opened, sources_view
from bot.posting import thread_name
from bot.recent import Consulted
from bot.recollection import pack
from bot.records import Addition, Exchange, Missed
from bot.render import notice, render
from bot.views import answer_view
from bot.wording import Language
from index.curating import Added
from index.types import Abstention, Answer, Citation, Hit, Passage, Quotation, Reason, Source, Span
from tests.bot.fakes import Recorder, Shelf
from tests.bot.shown import links, live, texts
from tests.bot.world import world

COUNT = 10_000
#: Each message holds several of the generated texts, one in each place that text can come from.
TEXTS_A_MESSAGE = 5

HAZARDS = (
    "<@123456789012345678>", "<@!1>", "<@&1>", "<#1>", "@everyone", "@here", "<t:1739318400:R>",
    "</ask:1>", "</ask private:1>", "<id:guide>", "<id:customize>", "<:smile:1>", "<a:wave:1>",
    "[free](https://evil.example)", "[a](<https://evil.example>)", "[x]( https://evil.example )",
    "[https://good.example](https://evil.example)", "https://evil.example/a_b",
    "<https://evil.example>",
    "http://evil.example", "discord.gg/evil", "mailto:a@evil.example", "tel:+331", "steam://run/1",
    "**", "__", "~~", "||", "`", "```", "\\", "\\\\", "*", "_", "> ", ">>> ", "# ", "## ", "-# ",
    "- ", "* ", "1. ", "[", "]", "(", ")", "](", "[[", "]]", "[1]", "\n", "\n\n", "\r\n", "\u2028",
    "\u202e", "\u2066", "\u200b", "\u200d", "&lt;@1&gt;", "&#60;", "\ud800",
    "e\u0301", "🇫🇷", "👩‍💻", "\x00",
    "\x1b[31m", "attachment://x", "#general", "/forgetme", "@Summit Bot", "{key}", "{0}", "%s",
)  # fmt: skip
WORDS = ("summit", "Paris", "61 countries", "the", "signed", "l’été", "宣言", "a", " ", "  ")


def generated() -> list[str]:
    """The same texts on every run: words and hazards, in any order and any number."""
    dice = random.Random(20_250_211)  # noqa: S311 (no secret hangs on it)
    made: list[str] = []
    while len(made) < COUNT:
        parts = dice.choices(HAZARDS + WORDS, k=dice.randint(1, 9))
        text = dice.choice(("", " ")).join(parts)
        if text.strip():
            made.append(text)
    return made


GENERATED = generated()
MESSAGES = [
    GENERATED[at : at + TEXTS_A_MESSAGE] for at in range(0, len(GENERATED), TEXTS_A_MESSAGE)
]
PAGE = "https://source.example/page"


def _source(texts: list[str]) -> Source:
    title, publisher, date, *_ = texts
    return Source("generated", title, "0" * 64, publisher, date=date, url=PAGE)


def _passage(text: str, source: Source, start: int = 0) -> Passage:
    return Passage(source, start, start + len(text), text, 1)


def _answer(texts: list[str]) -> tuple[Answer, Shelf]:
    source = _source(texts)
    whole = _passage(texts[3] + texts[4], source)
    quotation = Quotation.of(whole, Span(0, len(texts[3])), (Span(0, 1),))
    cited = Citation(1, quotation, speaker=texts[4])
    after = _passage(texts[2], source, start=whole.end)
    knowledge = Shelf("v", (source,), (whole, after))
    return Answer(texts[0], texts[3], (cited,), (), notes=(texts[4],)), knowledge


def _check(view: ui.LayoutView) -> None:
    shown = "\n".join(texts(view))
    assert live(shown) == []
    assert all(address.startswith(PAGE) for _, address in links(shown))


def _consulted(reply: Answer, question: str, language: Language) -> Consulted:
    exchange = Exchange(
        key="A" * 12, asked_at=datetime.now(UTC), asker=1, channel=2, question=question,
        reply=pack(reply), answered=True, reason="", elapsed_ms=1.0, version="v", language=language,
    )  # fmt: skip
    return Consulted(exchange, reply)


def test_there_are_ten_thousand_texts_and_no_two_runs_differ() -> None:
    assert len(GENERATED) == COUNT
    assert generated() == GENERATED
    assert len(set(GENERATED)) > COUNT * 0.9


def test_an_answer_holds_no_link_but_its_citations_and_pings_nobody() -> None:
    for texts_ in MESSAGES:
        reply, _ = _answer(texts_)
        _check(answer_view(_consulted(reply, texts_[1], "fr"), asked=texts_[1]))


def test_the_surroundings_of_a_quotation_hold_no_link_but_that_to_it() -> None:
    for texts_ in MESSAGES:
        reply, knowledge = _answer(texts_)
        _check(sources_view(opened(reply, knowledge, "en"), "A" * 12, "en"))


def test_a_refusal_and_its_nearest_passage_hold_no_link() -> None:
    for texts_ in MESSAGES:
        hit = Hit(_passage(texts_[3], _source(texts_)), 0.1, 0.1, 0.1)
        reply = Abstention(texts_[0], texts_[1], Reason.NOT_IN_SOURCES, (hit,), notes=(texts_[2],))
        _check(render(reply, asked=texts_[4]))


def test_what_administrators_see_holds_no_link_but_to_sources() -> None:
    for texts_ in MESSAGES:
        source = _source(texts_)
        addition = Addition(1, source.id, texts_[0], texts_[2], datetime.now(UTC), None)
        found = Catalogue((source,), (source,), {}, {source.id: addition}, texts_[4])
        _check(catalogue.listed(found, "en"))
        _check(catalogue.to_be_removed(source, 1, addition, "en"))
        _check(catalogue.added(Added(source, 1, 1, 0, ((texts_[4], 2),)), "en"))
        missed = [
            Missed("k", text, datetime(2025, 2, day, tzinfo=UTC), "off_topic")
            for day, text in enumerate(texts_, 10)
        ]
        groups = grouped(missed)
        _check(reports.gaps(groups, 7, "en"))
        assert as_file(groups)


def test_what_the_bot_tells_of_itself_holds_no_link_but_to_sources() -> None:
    for texts_ in MESSAGES:
        source = _source(texts_)
        view = about.about(Shelf("v", (source,), (_passage(texts_[3], source),)), "fr")
        _check(view)


def test_a_notice_holds_no_link() -> None:
    for text in GENERATED:
        _check(notice(text))


def test_a_thread_is_named_in_plain_text_within_discord_s_bound() -> None:
    for text in GENERATED:
        name = thread_name(text)
        assert 1 <= len(name) <= 100
        assert "\n" not in name


@pytest.mark.parametrize("place", ["a command", "a mention", "a direct message"])
async def test_nothing_that_a_question_holds_pings_anybody(place: str) -> None:
    async with world(Recorder()) as here:
        for text in HAZARDS:
            question = f"How many signed? {text}"
            match place:
                case "a command":
                    await here.member.slash(here.channel, "ask", question=question[:500])
                case "a mention":
                    await here.member.send(here.channel, f"{here.mention} {question}")
                case _:
                    await here.member.send_dm(question)
        bodies = [
            body
            for method in ("POST", "PATCH")
            for body in here.requests(method, "")
            if isinstance(body, dict) and "components" in body
        ]
        assert bodies
        assert all(body["allowed_mentions"]["parse"] == [] for body in bodies)
        assert discord.AllowedMentions.none().to_dict()["parse"] == []
