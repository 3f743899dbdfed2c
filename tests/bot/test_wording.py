"""English and French, and the sentences of errors in both."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import discord
import pytest

from bot.desk import Desk
from bot.errors import Busy, IndexChanged, StateUnavailable, TooOften
from bot.wording import day, french, language_of, say, say_n, told
from index.errors import QuestionError, SummitError
from index.question import LONGEST, clean
from tests.bot.fakes import Blocker

ROOT = Path(__file__).parents[2]
BUSY = "Too many people are asking at the moment. Please ask again in a minute."


def test_a_sentence_is_said_in_the_language_of_the_person() -> None:
    assert say(BUSY, "en") == BUSY
    assert say(BUSY, "fr").startswith("Trop de personnes")


def test_a_sentence_without_french_stays_english() -> None:
    assert say("A teapot has {count} spouts.", "fr", count=2) == "A teapot has 2 spouts."
    assert say("", "fr") == ""
    assert french("") is None


def test_what_is_filled_in_is_never_read_as_a_placeholder() -> None:
    assert say("It is {name}.", "en", name="{secret}") == "It is {secret}."
    assert say("It is {name}.", "fr", name="{secret}") == "It is {secret}."


@pytest.mark.parametrize(("count", "english"), [(0, "0 cats"), (1, "1 cat"), (2, "2 cats")])
def test_none_is_many_in_english(count: int, english: str) -> None:
    assert say_n("{count} cat", "{count} cats", count, "en") == english


@pytest.mark.parametrize(
    ("count", "french"),
    [(0, "0 citation omise."), (1, "1 citation omise."), (2, "2 citations omises.")],
)
def test_none_is_one_in_french(count: int, french: str) -> None:
    one, many = "{count} more quotation left out.", "{count} more quotations left out."
    assert say_n(one, many, count, "fr") == french


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        (discord.Locale.french, "fr"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        (discord.Locale.american_english, "en"),
        (discord.Locale.german, "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_french_is_for_the_french_and_english_for_all_others(
    locale: discord.Locale | str | None, language: str
) -> None:
    assert language_of(locale) == language


def test_a_date_has_its_month_as_a_word() -> None:
    assert day(date(2025, 2, 11), "en") == "11 Feb 2025"
    assert day(date(2025, 2, 11), "fr") == "11 févr. 2025"
    assert day(date(2025, 9, 1), "en") == "1 Sep 2025"
    assert day(date(2025, 9, 1), "fr") == "1er sept. 2025"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "La question est vide. Posez une question sur le Sommet pour l’action sur l’IA."),
        ("?!", "La question ne contient aucun mot."),
        ("a" * (LONGEST + 1), "La question compte 501 caractères, le maximum est 500."),
        ("a" * 1500, "La question compte 1\u202f500 caractères, le maximum est 500."),
        ("how\u202emany", "La question contient des marques qui changent le sens de l’écriture."),
        ("how\x00many", "La question contient des caractères de contrôle."),
        ("how \ufffd many", "La question n’est pas un texte lisible."),
    ],
)
def test_a_question_that_cannot_be_taken_is_turned_away_in_french(
    question: str, sentence: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        clean(question)
    assert told(caught.value, "fr").startswith(sentence)
    assert told(caught.value, "en") == str(caught.value)


async def test_a_desk_that_is_full_or_closed_says_so_in_french() -> None:
    async with Desk(blocker := Blocker(), workers=1, queue=0) as desk:
        first = asyncio.create_task(desk.ask("How many signed?"))
        await asyncio.to_thread(blocker.begun.wait, 5)
        with pytest.raises(Busy) as full:
            await desk.ask("How many signed?")
        blocker.release.set()
        await first
    with pytest.raises(Busy) as closed:
        await desk.ask("How many signed?")
    assert told(full.value, "fr").startswith("Trop de personnes posent des questions")
    assert told(closed.value, "fr").startswith("Je suis en cours d’arrêt.")


@pytest.mark.parametrize("error", [TooOften(3.2), StateUnavailable(), IndexChanged()])
def test_what_stands_in_the_way_is_told_in_french(error: SummitError) -> None:
    assert told(error, "fr") not in {str(error), ""}
    assert told(error, "en") == str(error)


def test_a_number_in_an_error_stays_what_it_is() -> None:
    assert "dans 4\u00a0s." in told(TooOften(3.2), "fr")


def test_an_error_that_is_not_for_discord_stays_english() -> None:
    assert told(SummitError("There is no index at var/index."), "fr").startswith("There is no")


def raised(path: Path) -> Iterator[tuple[str, str]]:
    """The name of each error that a file raises with a text of its own, and that text.

    A value in the text is taken to be 7.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        match node.args[0]:
            case ast.Constant(value=str(text)):
                yield node.func.id, text
            case ast.JoinedStr(values=parts):
                texts = (part.value if isinstance(part, ast.Constant) else 7 for part in parts)
                yield node.func.id, "".join(map(str, texts))


def test_every_reason_to_turn_a_question_away_has_french() -> None:
    seen = []
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "index").rglob("*.py")):
        for name, text in raised(path):
            if name in {"QuestionError", "Busy"}:
                seen.append(text)
                assert told(SummitError(text), "fr") != text, f"{path}: {text}"
    assert len(seen) >= 8


#: Where what administrators may see is raised.
ADDING = {
    "acquiring", "annotations", "building", "connecting", "curating", "fetching", "sandbox",
    "sources", "target", "formats",
}  # fmt: skip
#: What only the command line comes to, and what is put together of parts, see below.
LEFT_OUT = (
    "7 is a folder.", "7 is no file.", "There is no file 7.", "7 cannot be read: 7.",
    "7 is not of a format that can be read.", "7 is a binary file. Give plain text or Markdown.",
    "7 is not UTF-8", "77: the front matter is not valid YAML.", "The index in 7 has no source 7.",
    "7 was handed over as a file", "7 answered with the status 7. 7", "7 sent 7.", "7 is 7, which",
    "7 has more than 7.", "7 is said to be a 7 file but is none. 7", "7 is of a format",
)  # fmt: skip


def test_every_reason_not_to_add_a_source_has_french() -> None:
    seen = []
    paths = [path for name in ADDING for path in (ROOT / "index").glob(f"{name}*")]
    for path in [
        file for each in paths for file in ([each] if each.is_file() else each.rglob("*"))
    ]:
        if path.suffix != ".py":
            continue
        for name, text in raised(path):
            if name not in {"SourceError", "FetchError"} or text.startswith(LEFT_OUT):
                continue
            seen.append(text)
            assert told(SummitError(text), "fr") != text, f"{path}: {text}"
    assert len(seen) >= 50


def test_what_the_process_that_reads_says_has_french() -> None:
    seen = []
    path = ROOT / "index" / "formats" / "__main__.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Dict(keys=[ast.Constant(value="error")], values=[ast.JoinedStr(values=parts)]):
                texts = (part.value if isinstance(part, ast.Constant) else 7 for part in parts)
                text = "".join(map(str, texts))
                seen.append(text)
                assert told(SummitError(text), "fr") != text, text
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "news.example leads on to another address. localhost was not found in the public "
            "internet, and nothing else is fetched. Check the address, or save the page and add "
            "the file.",
            "news.example renvoie à une autre adresse. localhost est introuvable sur l’internet "
            "public, et rien d’autre n’est récupéré. Vérifiez l’adresse, ou enregistrez la page "
            "et ajoutez le fichier.",
        ),
        (
            "news.example answered with the status 404. The page is not there (any more). Check "
            "the address.",
            "news.example a répondu avec le statut 404. La page n’y est pas, ou n’y est plus. "
            "Vérifiez l’adresse.",
        ),
        (
            "a 1,000.pdf has more than 3,000 paragraphs. Give the part of it that matters.",
            "a 1,000.pdf compte plus de 3\u202f000 paragraphes. Donnez-en la partie qui compte.",
        ),
        (
            "a.md: the reference 'x' needs a `publisher` and a `title`.",
            "a.md\u00a0: la référence 'x' doit avoir un `publisher` et un `title`.",
        ),
        (
            "b.zip is of a format that is not read (.zip). Give a page, a PDF, a DOCX file, "
            "Markdown or plain text.",
            "b.zip est d’un format que je ne lis pas (.zip). Donnez une page, un PDF, un fichier "
            "DOCX, du Markdown ou du texte brut.",
        ),
        (
            "b.pdf is a picture, which cannot be read. Give a page, a PDF, a DOCX file, Markdown "
            "or plain text.",
            "b.pdf est une image, que je ne sais pas lire. Donnez une page, un PDF, un fichier "
            "DOCX, du Markdown ou du texte brut.",
        ),
    ],
)
def test_the_parts_of_a_sentence_are_in_french_too(english: str, french: str) -> None:
    assert told(SummitError(english), "fr") == french
    assert told(SummitError(english), "en") == english
