"""What in a message asks something, and what only keeps a conversation going.

Greetings, thanks and remarks are told from questions; chat's spellings are written out.
"""

from __future__ import annotations

import re

from index.places import NATION_FORMS
from index.sentences import sentences_of
from index.words import fold, words_of, zipf

#: The verbs that a question of yes or no begins with.
AUXILIARY = "did|do|does|is|are|was|were|has|have|had|can|could|will|would|should|must|may"
WH = r"who|whom|whose|which|what|when|where|why|how"

_SPELLINGS = {
    "n": "and", "u": "you", "r": "are", "ur": "your", "ppl": "people", "abt": "about", "w": "with",
    "bc": "because", "cuz": "because", "cos": "because", "thx": "thanks", "ty": "thanks",
    "pls": "please", "plz": "please", "y": "why", "wat": "what", "wut": "what", "whats": "what is",
    "wheres": "where is", "whos": "who is", "hows": "how is", "whens": "when is",
    "didnt": "didn't", "doesnt": "doesn't", "dont": "don't", "isnt": "isn't", "wasnt": "wasn't",
    "hasnt": "hasn't", "havent": "haven't", "wont": "won't", "cant": "can't", "arent": "aren't",
    "countrys": "countries",
}  # fmt: skip
_SPELT = re.compile(rf"(?<![\w'’.-])(?:{'|'.join(_SPELLINGS)})(?![\w'’.-])")

# "us" that is no pronoun.
_AMERICA = re.compile(
    r"(?<=\bthe )us\b|(?:^|(?<=did ))us(?= )"
    r"|\bus(?= (?:president|government|vice|left|refused?|sign|signed|withdrew)\b)"
)
# What only keeps a conversation going.
_FILLER = (
    r"hi|hello|hiya|good (?:morning|evening|afternoon)|bot"
    r"|ok|okay|okey|k|so|and|or|but|also|hm+|ah+|aha|oh|haha\w*|lol|well|right|fine|good|great|cool"
    r"|nice|thanks|thank you|wait|anyway|alright|all right|hey|yes|yeah|yep|sure|interesting|really"
    r"|got it|i see|please|sorry|oops|wow|btw|by the way|understood|perfect|then"
    r"|(?:no[\s,.!]+)?(?:i (?:mean|meant)|i(?:['’]m| am) (?:asking|talking) about)"
    r"|no(?=[,.!;])|now(?=[,.!;])"
)
_LEADING = re.compile(rf"^(?:(?:{_FILLER})(?![\w'’])[\s,.!;:…-]*)+", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:[\s,]+(?:then|though|tho|exactly|anyway|please|pls|or what|or not|by the way|btw"
    r"|for example|for instance|lol|haha\w*|again|already|now))*[\s?.!]*$",
    re.IGNORECASE,
)
# What says that it goes on: "and the ferry", "or Bob".
_GOING_ON = re.compile(
    r"^\W*(?:(?:ok|okay|so|ah|oh|hm+|yes|no|well|sorry)\W+)*"
    r"(?:and|or|but|also|what about|how about|i (?:mean|meant)|about|for|on|in|with|by|under|same"
    r"|the same)\b",
    re.IGNORECASE,
)
_ORDERS = (
    r"tell|explain|name|list|give|describe|summari[sz]e|show|continue|go on|more|elaborate"
    r"|compare|say"
)
_ASKING = re.compile(
    rf"\b(?:{WH})\b(?! an? )|^(?:{AUXILIARY})(?:n['’]t)?\b|^(?:{_ORDERS})\b"
    r"|^(?:any|some|another|others?|says who|such as|like|for example)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^(?:i|we|my|our|that|this|it|they|you)(?:['’]\w+)? "
    r"|\b(?:lol|haha\w*|brb|thanks|thank you|noted|i see|impressive|interesting|makes sense"
    r"|understood|got it|wow|nice|cool|bye|ok|okay|again)\W*$",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"^(?:am i|should i|can i|do i|shall we|are you|do you (?!know)|how are you|how is it going"
    r"|what is up|who are you|how do you)\b",
    re.IGNORECASE,
)
_I = re.compile(r"(?:I|AI)\b")


def spelled(text: str) -> str:
    """`text` with what people abbreviate in a chat written out."""
    text = _AMERICA.sub("US", text)
    return _SPELT.sub(lambda found: _SPELLINGS[found.group()], text)


def bare_of(question: str) -> str:
    """`question` without what only keeps a conversation going, and without its mark."""
    last = re.split(r"(?<=[.!]) ", question.strip())[-1]
    return _TRAILING.sub("", _LEADING.sub("", last)).strip()


def without_smalltalk(text: str) -> str:
    """`text` without the sentences that ask nothing and name nothing."""
    return " ".join(one for one in _sentences(text) if not is_smalltalk(one)) or text


def goes_on(text: str) -> bool:
    """Whether `text` begins as what goes on from something: "and the ferry"."""
    return bool(_GOING_ON.match(text))


def _sentences(text: str) -> list[str]:
    """The sentences of a message, in order."""
    return [text[one.start : one.end] for one in sentences_of(text, 0, len(text))]


def asks(sentence: str) -> bool:
    """Whether a sentence has the form of a question or asks to be told something."""
    bare = _LEADING.sub("", sentence.strip()).strip()
    if not re.search(r"\w", bare) or _OF_ONESELF.match(bare):
        return False
    return sentence.rstrip().endswith("?") or bool(_ASKING.search(bare))


def apart(text: str) -> tuple[list[str], str]:
    """The remarks before the question that `text` asks, and that question with what follows it.

    A remark behind the question is left out where no question follows.
    """
    sentences = _sentences(text)
    asking = [place for place, sentence in enumerate(sentences) if asks(sentence)]
    if not asking:
        return sentences[:-1], sentences[-1] if sentences else text
    return sentences[: asking[0]], " ".join(sentences[asking[0] : asking[-1] + 1])


def is_smalltalk(text: str) -> bool:
    """Whether `text` asks nothing and names nothing: "ok makes sense", "thanks, bye"."""
    if any(asks(sentence) for sentence in _sentences(text)):
        return False
    bare = bare_of(text)
    words = words_of(bare)
    if not words:
        return not text.rstrip().endswith("?")
    first, *others = words
    named = any(
        word.form in NATION_FORMS or (word.written[0].isupper() and not _I.match(word.written))
        for word in others
    )
    # A word that English lacks is a name, though every sentence begins with a capital.
    strange = first.written.istitle() and not zipf(fold(first.written))
    named = named or strange or first.form in NATION_FORMS
    if named or goes_on(text):
        return False
    return bool(_REMARK.search(bare) or _REMARK.search(text) or _LEADING.match(text)) or bool(
        _OF_ONESELF.match(bare)
    )
