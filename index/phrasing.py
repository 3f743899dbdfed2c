"""What the bot says of its own, in the language of the question; all else is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.languages import ENGLISH, FRENCH
from index.types import Reason

_REFUSALS: Mapping[str, Mapping[Reason, str]] = {
    ENGLISH: {
        Reason.OFF_TOPIC: (
            "That is not what my sources are about: I only know about the AI Action Summit "
            "(Paris, February 2025)."
        ),
        Reason.UNKNOWN_NAME: "My sources never mention {names}, so they do not tell.",
        Reason.NOT_IN_SOURCES: "My sources do not tell.",
        Reason.FALSE_PREMISE: "My sources say otherwise.",
        Reason.NOT_A_QUESTION: (
            "I only answer questions about the AI Action Summit, and quote my sources."
        ),
        Reason.UNINTELLIGIBLE: "I do not understand these words. Ask again in a plain sentence.",
        Reason.TOO_VAGUE: "Tell me more: name the person, the country or the subject you mean.",
    },
    # No-break spaces before the colon and inside the guillemets, as French sets them.
    FRENCH: {
        Reason.OFF_TOPIC: (
            "Mes sources ne traitent pas de cela\u00a0: je ne connais que le Sommet pour l’action "
            "sur l’IA (Paris, février 2025)."
        ),
        Reason.UNKNOWN_NAME: "Mes sources ne mentionnent jamais {names}, elles n’en disent rien.",
        Reason.NOT_IN_SOURCES: "Mes sources ne le disent pas.",
        Reason.FALSE_PREMISE: "Mes sources disent le contraire.",
        Reason.NOT_A_QUESTION: (
            "Je réponds seulement aux questions sur le Sommet pour l’action sur l’IA, en citant "
            "mes sources."
        ),
        Reason.UNINTELLIGIBLE: (
            "Je ne comprends pas ces mots. Reposez la question en une phrase simple."
        ),
        Reason.TOO_VAGUE: (
            "Précisez votre question\u00a0: de quelle personne, de quel pays ou de quel sujet "
            "s’agit-il\u00a0?"
        ),
    },
}
_QUOTED = {ENGLISH: "“{}”", FRENCH: "«\u00a0{}\u00a0»"}
_NOTES: Mapping[str, tuple[str, ...]] = {
    FRENCH: ("Mes sources sont en anglais\u00a0: voici leurs mots exacts.",)
}


def explanation(reason: Reason, names: Sequence[str], language: str) -> str:
    """Why there is no answer, as a sentence; `names` are those that no source mentions.

    A language that the bot does not speak is answered in English.
    """
    spoken = language if language in _REFUSALS else ENGLISH
    listed = ", ".join(_QUOTED[spoken].format(name) for name in names)
    # Not `format`: a name may hold braces.
    return _REFUSALS[spoken][reason].replace("{names}", listed)


def note(language: str) -> tuple[str, ...]:
    """Sentences to put under an answer whose quotations are in another language than `language`."""
    return _NOTES.get(language, ())
