"""What the buttons and modals send, checked against Discord's own description of its API."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.bot.fakes import Recorder
from tests.bot.pressed import ask, press
from tests.bot.test_wire import DESCRIBED, DESCRIPTION, as_described
from tests.bot.world import world

MODAL = 9
LATER = 6


def described_by(method: str, path: str, body: dict[str, Any]) -> str:
    """The name of what a body should be, empty for an acknowledgement without any content."""
    kind = (method, path.split("/")[1])
    if kind == ("POST", "interactions") and body["type"] in (MODAL, LATER):
        return "ModalInteractionCallbackRequest" if body["type"] == MODAL else ""
    return DESCRIBED[kind]


async def test_buttons_and_modals_send_what_discord_describes() -> None:
    if not DESCRIPTION.exists():
        pytest.skip(f"Discord's description of its API is not at {DESCRIPTION}")
    described = json.loads(DESCRIPTION.read_text("utf-8"))["components"]
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        for label in ("Sources", "👍"):
            await press(here.member, answered, label)
        opened = await press(here.member, answered, "👎")
        await here.member.submit_modal(opened, {"fault": ["wrong"]})
        opened = await press(here.member, answered, "Follow up")
        await here.member.submit_modal(opened, {"question": "And the British?"})
        await press(here.member, answered, "Share with the channel")
        other = here.guild.add_member(here.env.create_user("bob"))
        for person in (other, here.member):
            await press(person, here.channel.history()[-1], "Delete")
        requests = list(here.env.http_requests)
    modals = 0
    for request in requests:
        if not isinstance(body := request.json, dict):
            continue
        name = described_by(request.method, request.path, body)
        modals += name.startswith("Modal")
        if name:
            schema = {"$ref": f"#/components/schemas/{name}", "components": described}
            jsonschema.Draft202012Validator(schema).validate(as_described(body))
    assert modals == 2
