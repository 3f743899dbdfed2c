"""What the bot sends, checked against Discord's own description of its API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from index.errors import QuestionError
from index.types import Reply
from tests.bot.fakes import Recorder, abstention, answer
from tests.bot.world import world

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    if not DESCRIPTION.exists():
        pytest.skip(f"Discord's description of its API is not at {DESCRIPTION}")
    described: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))["components"]
    return described


# Every kind of request with a body that the bot makes. An interaction's callback may be one of many
# things; the bot's are the two that make a message.
DESCRIBED = {
    ("PUT", "applications"): "ApplicationCommandUpdateRequest",
    ("POST", "channels"): "MessageCreateRequest",
    ("POST", "interactions"): "CreateMessageInteractionCallbackRequest",
    ("POST", "webhooks"): "IncomingWebhookRequestPartial",
    ("PATCH", "webhooks"): "IncomingWebhookUpdateRequestPartial",
}


def as_described(body: dict[str, Any]) -> dict[str, Any]:
    """`body` with text for the identifiers that discord.py sends as numbers; Discord takes both."""
    if reference := body.get("message_reference"):
        identifiers = {key: str(value) for key, value in reference.items() if key.endswith("_id")}
        return {**body, "message_reference": {**reference, **identifiers}}
    return body


async def test_every_body_is_what_discord_describes(schemas: dict[str, Any]) -> None:
    replies: list[Reply | Exception] = [
        answer(),
        abstention(),
        QuestionError("Too short."),
        RuntimeError("cause"),
    ]
    async with world(Recorder(replies)) as here:
        for _ in replies:
            await here.member.slash(here.channel, "ask", question="How many?")
        here.env.inject_error("POST", "/interactions/*/callback", status=500)
        await here.member.slash(here.channel, "ask", question="How many?")
        await here.member.send(here.channel, here.mention)
        await here.member.send_dm("How many?")
        assert len(here.env.errors) == 3
        requests = list(here.env.http_requests)
    seen = set()
    for request in requests:
        # The commands come as a list of bodies, typing comes without any.
        bodies = request.json if isinstance(request.json, list) else [request.json]
        for body in filter(None, bodies):
            kind = (request.method, request.path.split("/")[1])
            seen.add(kind)
            schema = {"$ref": f"#/components/schemas/{DESCRIBED[kind]}", "components": schemas}
            jsonschema.Draft202012Validator(schema).validate(as_described(body))
    assert seen == DESCRIBED.keys()
