"""How often one may ask, against an oracle that remembers everything."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import WINDOW_SECONDS, Limits
from bot.records import GuildSettings


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Oracle:
    """All questions that were let through: when, by whom, where."""

    asked: list[tuple[float, int, int]] = field(default_factory=list)

    def allows(self, now: float, person: int, channel: int, settings: GuildSettings) -> bool:
        recent = [one for one in self.asked if one[0] > now - WINDOW_SECONDS]
        by_person = sum(one[1] == person for one in recent)
        in_channel = sum(one[2] == channel for one in recent)
        return by_person < settings.per_person and in_channel < settings.per_channel


SETTINGS = st.builds(GuildSettings, per_person=st.integers(1, 4), per_channel=st.integers(1, 6))
STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 3), st.integers(1, 3), SETTINGS), max_size=60
)


@given(STEPS)
def test_whoever_may_ask_and_how_long_others_wait_is_as_counted_by_hand(
    steps: list[tuple[int, int, int, GuildSettings]],
) -> None:
    clock, oracle = Clock(), Oracle()
    limits = Limits(clock)
    for seconds, person, channel, settings in steps:
        clock.now += seconds
        wait = limits.take(person, channel, settings)
        assert (wait is None) == oracle.allows(clock.now, person, channel, settings)
        if wait is None:
            oracle.asked.append((clock.now, person, channel))
        else:
            assert 0 < wait <= WINDOW_SECONDS
            assert oracle.allows(clock.now + wait, person, channel, settings)
            assert not oracle.allows(clock.now + wait - 0.5, person, channel, settings)


def test_a_refused_question_does_not_count() -> None:
    clock = Clock()
    limits = Limits(clock)
    settings = GuildSettings(per_person=1, per_channel=9)
    assert limits.take(1, 1, settings) is None
    for clock.now in (10, 30, 59):
        assert limits.take(1, 1, settings) == 60 - clock.now
    clock.now = 60
    assert limits.take(1, 1, settings) is None


def test_one_person_does_not_use_up_another_ones_questions_but_the_channels() -> None:
    limits = Limits(Clock())
    settings = GuildSettings(per_person=1, per_channel=2)
    assert limits.take(1, 1, settings) is None
    assert limits.take(2, 1, settings) is None
    assert limits.take(3, 1, settings) == 60
    assert limits.take(3, 2, settings) is None


def test_a_person_and_a_channel_of_one_number_are_two() -> None:
    limits = Limits(Clock())
    settings = GuildSettings(per_person=1, per_channel=1)
    assert limits.take(7, 8, settings) is None
    assert limits.take(8, 7, settings) is None


def test_who_has_long_stopped_is_forgotten() -> None:
    clock = Clock()
    limits = Limits(clock)
    most = 0
    for clock.now in range(2000):
        limits.take(clock.now, clock.now, GuildSettings())
        most = max(most, len(limits))
    assert most <= 2 * 2 * WINDOW_SECONDS
    clock.now += 2 * WINDOW_SECONDS
    limits.take(1, 1, GuildSettings())
    assert len(limits) == 2


def test_a_person_refused_for_the_channels_sake_is_forgotten_as_well() -> None:
    clock = Clock()
    limits = Limits(clock)
    narrow = GuildSettings(per_person=1, per_channel=1)
    limits.take(1, 1, narrow)
    clock.now = 59
    limits.take(2, 2, narrow)
    clock.now = 61  # the first question of 1 has passed, the channel of 2 is full
    assert limits.take(1, 2, narrow) == pytest.approx(58)
    clock.now = 200
    assert limits.take(3, 3, narrow) is None
    assert len(limits) == 2
