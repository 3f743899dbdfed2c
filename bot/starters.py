"""Questions to begin with: offered while one types, and shown where nothing was asked yet."""

from __future__ import annotations

from bot.wording import Language

#: What Discord takes of choices, and of the text of one.
MOST_CHOICES = 25
LONGEST = 100

_STARTERS: dict[Language, tuple[str, ...]] = {
    "en": (
        "How many countries signed the declaration?",
        "What does von der Leyen say about the AI Act?",
        "What did Dario Amodei say about the statement?",
        "Who refused to sign the declaration?",
        "What did JD Vance say about American AI?",
        "What does Macron want Europe to do?",
        "Which countries signed the declaration?",
        "Can more countries still sign it?",
    ),
    "fr": (
        "Combien de pays ont signé la déclaration\u00a0?",
        "Que dit von der Leyen de l’AI Act\u00a0?",
        "Qu’a dit Dario Amodei de la déclaration\u00a0?",
        "Qui a refusé de signer la déclaration\u00a0?",
        "Quels pays ont signé la déclaration\u00a0?",
    ),
}


def starters(language: Language, typed: str = "") -> tuple[str, ...]:
    """The questions in `language` that hold each word of what was `typed`."""
    words = typed.casefold().split()
    return tuple(
        question
        for question in _STARTERS[language]
        if all(word in question.casefold() for word in words)
    )
