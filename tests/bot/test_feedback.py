"""Votes against answers as cases: exported, read back, judged, and taken out when forgotten."""

from __future__ import annotations

import asyncio
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.feedback import case
from bot.recollection import pack
from bot.records import Complaint, Exchange, Fault, Verdict, Vote, new_key
from bot.state import State
from index.evaluation import Outcome, judge, read_cases
from index.types import Reply
from tests.bot.asked import DOWN
from tests.bot.fakes import Recorder, abstention, answer, claim, premise
from tests.bot.pressed import ask, key_of, press
from tests.bot.world import world
from tests.index.proofs import Scripted, Weighed

NOW = datetime.now(UTC)
#: What `answer()` quotes.
SPANS = (("gazette", 100, 128), ("gazette", 129, 141), ("briefing", 0, 57))


def exchange(reply: Reply, asker: int = 1, parent: str | None = None, ago: int = 0) -> Exchange:
    """What was asked so many minutes ago."""
    return Exchange(
        key=new_key(),
        asked_at=NOW - timedelta(minutes=ago),
        asker=asker,
        channel=2,
        question=f"Question of {asker}, {ago} minutes ago?",
        reply=pack(reply),
        answered=True,
        reason="",
        elapsed_ms=1,
        version="gen-1",
        parent=parent,
    )


def down(of: Exchange, fault: Fault | None = None, voter: int = 9, comment: str = "") -> Vote:
    return Vote(of.key, voter, Verdict.DOWN, fault, comment)


async def keep(address: str, *kept: Exchange | Vote) -> None:
    async with State(address) as state:
        for one in kept:
            if isinstance(one, Vote):
                await state.vote(one)
            else:
                await state.remember(one)


async def export(address: str, file: Path) -> Result:
    """Run `summit-bot feedback export`, as another process would."""
    arguments = ["feedback", "export", "--to", str(file)]
    return await asyncio.to_thread(
        CliRunner().invoke, main, arguments, env={"DATABASE_URL": address}
    )


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def write(file: Path, told: dict[str, Any]) -> None:
    file.parent.mkdir()
    file.write_text(f"{json.dumps(told)}\n", "utf-8")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def beside(file: Path) -> list[Path]:
    """What there is in the folder of `file`."""
    return list(file.parent.iterdir())


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/state.sqlite3"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "feedback.jsonl"


async def test_each_vote_against_an_answer_becomes_a_case_that_an_evaluation_takes(
    address: str, file: Path
) -> None:
    first, liked = exchange(answer(), ago=9), exchange(answer(), ago=5)
    second = exchange(abstention(), parent=first.key, ago=1)
    await keep(
        address,
        *(first, liked, second),
        Vote(liked.key, 9, Verdict.UP),
        down(first, Fault.WRONG, comment="The “ferry” is newer."),
        down(second, Fault.SHOULD_ANSWER),
    )
    done = await export(address, file)
    assert (done.exit_code, done.output) == (0, f"{file}: 2 cases.\n")
    wrong, refused = read_cases(file)
    assert (wrong.id, wrong.question, wrong.kind) == (
        f"feedback-{first.key}",
        first.question,
        "feedback",
    )
    assert wrong.origin is not None
    assert refused.origin is not None
    assert (wrong.origin.version, wrong.origin.spans) == ("gen-1", SPANS)
    assert (wrong.origin.fault, wrong.origin.comment) == ("wrong", "The “ferry” is newer.")
    assert (wrong.before, refused.before) == ((), (first.question,))
    assert (refused.origin.fault, refused.origin.spans) == ("should_answer", ())


async def test_only_its_owner_may_read_the_file_and_nothing_is_left_beside_it(
    address: str, file: Path
) -> None:
    asked = exchange(answer())
    await keep(address, asked, down(asked))
    for _ in range(2):
        assert (await export(address, file)).output == f"{file}: 1 case.\n"
        assert mode(file) == 0o600
        assert beside(file) == [file]


async def test_without_votes_the_file_is_empty(address: str, file: Path) -> None:
    assert (await export(address, file)).output == f"{file}: 0 cases.\n"
    assert lines(file) == []


async def test_of_several_votes_on_an_answer_the_commonest_fault_counts(
    address: str, file: Path
) -> None:
    asked = exchange(answer())
    faults = (Fault.INCOMPLETE, Fault.WRONG, Fault.WRONG)
    votes = [down(asked, fault, voter) for voter, fault in enumerate(faults)]
    await keep(address, asked, *votes)
    await export(address, file)
    [told] = lines(file)
    assert told["origin"]["fault"] == "wrong"


async def test_nothing_that_somebody_else_asked_stands_in_a_case(address: str, file: Path) -> None:
    theirs = exchange(answer(), asker=1, ago=2)
    mine = exchange(answer(), asker=2, parent=theirs.key)
    await keep(address, theirs, mine, down(mine), down(theirs))
    await export(address, file)
    async with State(address) as state:
        await state.forget(1)
    assert theirs.question not in str(lines(file))
    assert all(theirs.key not in told["id"] for told in lines(file))


async def test_who_is_forgotten_in_discord_is_taken_out_of_the_file(
    address: str, file: Path
) -> None:
    async with world(Recorder(), database=address) as here:
        answered = await ask(here, "mine?")
        result = await here.admin.slash(here.channel, "ask", question="theirs?", private=False)
        assert result.response is not None
        for message in (answered, result.response):
            opened = await press(here.admin, message, "👎")
            await here.admin.submit_modal(opened, {"fault": ["wrong"]})
        await export(address, file)
        assert [told["question"] for told in lines(file)] == ["mine?", "theirs?"]
        asked = await here.member.slash(here.channel, "forgetme")
        assert asked.response is not None
        await press(here.member, asked.response, "Delete my data")
        assert [told["id"] for told in lines(file)] == [f"feedback-{key_of(result.response)}"]
        assert mode(file) == 0o600


async def test_whose_vote_is_deleted_leaves_no_comment_in_the_file(
    address: str, file: Path
) -> None:
    asked = exchange(answer())
    await keep(address, asked, down(asked, voter=7, comment="That is not so."))
    await export(address, file)
    async with State(address) as state:
        await state.forget(7)
    assert lines(file) == []


@pytest.mark.parametrize(
    ("fault", "voted_down", "now", "outcome"),
    [
        (Fault.WRONG, answer(), answer(), Outcome.WRONG),
        (Fault.WRONG, answer(), claim(), Outcome.RIGHT),
        (Fault.WRONG, answer(), abstention(), Outcome.WRONGLY_REFUSED),
        (Fault.INCOMPLETE, claim(), claim(), Outcome.WRONG),
        (Fault.INCOMPLETE, claim(), answer(), Outcome.RIGHT),
        (Fault.WRONG_SOURCE, claim(), claim(), Outcome.WRONG),
        (Fault.SHOULD_REFUSE, answer(), answer(), Outcome.WRONG),
        (Fault.SHOULD_REFUSE, answer(), claim(), Outcome.WRONG),
        (Fault.SHOULD_REFUSE, answer(), abstention(), Outcome.RIGHTLY_REFUSED),
        (Fault.SHOULD_ANSWER, abstention(), abstention(), Outcome.WRONGLY_REFUSED),
        (Fault.SHOULD_ANSWER, abstention(), answer(), Outcome.RIGHT),
        (Fault.SHOULD_ANSWER, premise(), premise(), Outcome.WRONGLY_REFUSED),
        (None, answer(), answer(), Outcome.WRONG),
    ],
)
def test_a_case_is_right_where_what_was_found_wrong_is_not_so_again(
    fault: Fault | None, voted_down: Reply, now: Reply, outcome: Outcome, file: Path
) -> None:
    asked = exchange(voted_down)
    write(file, case(Complaint(asked, fault, ""), ()))
    [read] = read_cases(file)
    assert judge(read, Scripted({asked.question: Weighed(now)})).outcome is outcome


def test_the_earlier_questions_are_asked_before_that_of_the_case(file: Path) -> None:
    first = replace(exchange(answer()), question="How many signed?")
    asked = replace(exchange(answer(), parent=first.key), question="And who did not?")
    write(file, case(Complaint(asked, None, ""), (first,)))
    [read] = read_cases(file)
    weigher = Scripted({one.question: Weighed(claim()) for one in (first, asked)})
    assert judge(read, weigher).outcome is Outcome.RIGHT
    assert [len(history) for history in weigher.histories] == [0, 1]


async def test_a_database_that_is_down_ends_in_a_sentence_and_leaves_the_file(file: Path) -> None:
    write(file, {})
    done = await export(DOWN, file)
    assert done.exit_code == 2
    assert "What was kept cannot be reached at the moment." in done.output
    assert lines(file) == [{}]


async def test_a_file_that_cannot_be_written_ends_in_a_sentence(address: str) -> None:
    done = await export(address, Path("/dev/null/feedback.jsonl"))
    assert done.exit_code == 2
    assert "Error: /dev/null/feedback.jsonl cannot be written: " in done.output
    assert "--to" in done.output
