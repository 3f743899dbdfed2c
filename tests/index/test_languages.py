"""French is told from English, and from what is neither; in doubt it is English."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.languages import ENGLISH, FRENCH, language_of
from tests.index.fakes import TEXTS
from tests.index.french_questions import BY_KIND, TERSE, TYPED

FRENCH_QUESTIONS = sorted({*TYPED, *TERSE, *(q for pairs in BY_KIND.values() for q in pairs)})


def test_there_are_enough_questions_to_speak_of_a_language() -> None:
    assert len(FRENCH_QUESTIONS) >= 110


@pytest.mark.parametrize("question", FRENCH_QUESTIONS)
def test_a_french_question_is_french_however_it_is_typed(question: str) -> None:
    assert language_of(question) == FRENCH
    assert language_of(question.upper()) == FRENCH
    assert language_of(unicodedata.normalize("NFD", question)) == FRENCH


@pytest.mark.parametrize(
    "question",
    [
        # short, with names alone, misspelt
        "macron plastic?", "uk reason", "macron", "Macron ?", "AI Act", "dillet age",
        "vance speech",
        "wich countrys refusd to sing the declaraton",
        "did macorn say somthing about clincal trails?",
        "amodei verdict", "StartHer mission", "bletchley", "hjkl hjkl aaaaaaa 7777 bnm", "N26?",
        # French names, loans and places
        "Did Société Générale sign?", "Who is Jean-Noël Barrot?", "le monde said what",
        "What is raison d'être?", "Does Emlyon Business School teach in French?",
        "was there a coup d'état", "Was the Élysée pleased?", "Is L'Oréal based in Paris?",
        "what did Les Echos write about the déclaration?", "Has La Poste commented?",
        "Did de Gaulle or von der Leyen say that?", "In which arrondissement was it?",
        # words that French has too
        "on what occasion", "Is the text public?", "six pages or more?", "AI regulation in France",
        "paris agreement", "what important instruments exist in the long run?", "as if on main",
        # contractions
        "what's macron's position", "it's true, isn't it?", "how'd they do that, and who'll sign?",
        # neither
        "¿Qué dijo Macron?", "que dijo macron sobre la IA", "qué países firmaron la declaración",
        "Cosa ha detto Macron?", "Quanti paesi hanno firmato la dichiarazione",
        "O que disse Macron sobre a declaração?", "por que os estados unidos nao assinaram",
        "Wie viele Länder haben die Erklärung unterzeichnet?", "Waarom tekende het VK niet",
        "谁签署了?", "Кто подписал?", "", "2025", "???",
    ],
)  # fmt: skip
def test_everything_else_counts_as_english(question: str) -> None:
    assert language_of(question) == ENGLISH


def test_a_curly_apostrophe_and_a_straight_one_say_the_same() -> None:
    for question in ("Qu’a dit Macron ?", "Est-ce l’auteur ?", "N’ont-ils pas signé ?"):
        assert language_of(question) == language_of(question.replace("’", "'")) == FRENCH


@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_any_text_is_one_or_the_other(text: str) -> None:
    assert language_of(text) in {ENGLISH, FRENCH}
