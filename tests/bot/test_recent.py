"""The latest exchanges in memory: bounded, and without what somebody had deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.recent import Consulted, Recent
from bot.records import Exchange
from tests.bot.fakes import answer

NOW = datetime(2025, 2, 11, tzinfo=UTC)


def consulted(key: str, asker: int = 1, parent: str | None = None) -> Consulted:
    exchange = Exchange(
        key=key,
        asked_at=NOW,
        asker=asker,
        channel=2,
        guild=3,
        question="Who?",
        reply="{}",
        answered=True,
        reason="",
        elapsed_ms=1.0,
        version="v",
        parent=parent,
    )
    return Consulted(exchange, answer())


def held(recent: Recent) -> set[str]:
    return {key for key in "abcd" if recent.get(key)}


def test_the_oldest_give_way_and_what_went_on_from_them_stays() -> None:
    recent = Recent(held=2)
    for one in (consulted("a"), consulted("b", parent="a"), consulted("c", parent="b")):
        recent.put(one)
    assert held(recent) == {"b", "c"}
    assert len(recent) == 2


def test_an_exchange_is_found_by_the_message_that_shows_it_last() -> None:
    recent = Recent()
    asked = consulted("a")
    for message in (7, 8):
        recent.put(replace(asked, exchange=replace(asked.exchange, message=message)))
    assert recent.shown_by(7) is None
    found = recent.shown_by(8)
    assert found is not None
    assert found.exchange.key == "a"


def test_with_whoever_is_forgotten_goes_what_went_on_from_their_questions() -> None:
    recent = Recent()
    for one in (
        consulted("a", asker=1),
        consulted("b", asker=2, parent="a"),
        consulted("c", asker=2, parent="b"),
        consulted("d", asker=2),
    ):
        recent.put(one)
    recent.forget(1)
    assert held(recent) == {"d"}


def test_that_holds_when_the_question_was_shown_anew_after_what_went_on_from_it() -> None:
    recent = Recent()
    for one in (consulted("a"), consulted("b", asker=2, parent="a"), consulted("a")):
        recent.put(one)
    recent.drop("a")
    assert held(recent) == set()


DROPS: tuple[Callable[[Recent], None], ...] = (
    lambda recent: recent.drop("a"),
    lambda recent: recent.leave(3),
    lambda recent: recent.expire(NOW + timedelta(seconds=1)),
)


@pytest.mark.parametrize("drop", DROPS)
def test_what_is_deleted_left_or_expired_is_dropped(drop: Callable[[Recent], None]) -> None:
    recent = Recent()
    recent.put(consulted("a"))
    drop(recent)
    assert held(recent) == set()
    assert recent.latest_in(2) is None
