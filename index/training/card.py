"""The model card: what the reader is, what it learnt from, what it reaches, what it is not for.

After Mitchell et al., "Model Cards for Model Reporting" (2019, arXiv 1810.03993).
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index import weights
from index.training.asked import Own
from index.training.data import File
from index.training.examples import Mix
from index.training.export import Compared, Form
from index.training.squad import CHOSEN_ON, REPORTED
from index.training.train import Course


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card tells of one training: its courses in order, the last with questions of `own`.

    `chosen_on` compares the forms on the articles that are held out for choices, `reported` the
    chosen one with the network as trained on the others.
    """

    form: Form
    files: tuple[File, ...]
    own: Own
    courses: tuple[Course, ...]
    reported: tuple[Compared, ...]
    chosen_on: tuple[Compared, ...]

    @property
    def shipped(self) -> Compared:
        """What the form that ships reaches on the reported articles."""
        return next(row for row in self.reported if row.label == self.form.label)


def card(facts: Facts) -> str:
    """The card, in Markdown."""
    return (
        "\n\n".join(
            [
                "# The reader",
                _WHAT,
                _figures(facts),
                _table(facts.reported),
                f"The format was chosen on {_titles(CHOSEN_ON)}, where all were compared:",
                _table(facts.chosen_on),
                _learnt_from(facts.files),
                _written(facts.own),
                _made_up(facts.courses[-1].mix),
                _trained(facts.courses),
                _REST,
            ]
        )
        + "\n"
    )


_WHAT = f"""\
An extractive reader: given a question and a passage, it points to the words of the passage that
answer, and judges whether any do. It writes nothing of its own. Three heads stand on an
encoder of six layers: one scores each token as an answer's first and last and the mark `[CLS]` as
"no answer here", one how well two tokens go together as the ends of one answer, and one judges from
`[CLS]` alone whether the passage tells what is asked, denies it, or is silent.

The encoder is [all-MiniLM-L6-v2](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) of
the sentence-transformers project (Apache-2.0; `model.safetensors` with SHA-256
`{weights.OFFICIAL}`). **Changed from it:** its layers,
position and segment embeddings were trained further, the pooling layer was left out, the heads were
added. The table of word pieces is as it was, is not part of these files and comes with the
encoder's package.

- Language: English
- Files: `reader.safetensors` (the trained tensors) and `reader.json` (hashes, figures, recipe)

## What it reaches"""


def _figures(facts: Facts) -> str:
    row = facts.shipped
    found = row.figures
    return f"""\
Measured on articles that were named before training, never trained on, and on which nothing was
chosen: {_titles(REPORTED)} of SQuAD 2.0; {found.questions} questions, {found.answerable} of which
their paragraph answers.

- **EM, F1** of the words pointed to, over the {found.answerable} answerable questions, as SQuAD's
  evaluation script defines them; the reader is made to point at something.
- **adversarial**: AUROC of the reader's margin between those and the
  {found.questions - found.answerable} questions that people wrote to look answerable.
- **hidden**: AUROC between the best margin over a question's paragraph and the two paragraphs of
  its article that are nearest to it by BM25, and the best over the three nearest when its own
  paragraph is hidden.

What ships is **{row.label}**: {row.megabytes:.1f} MB, EM {_percent(found.exact)}, F1
{_percent(found.f1)}, adversarial {_area(found.adversarial)}, hidden {_area(found.hidden)}. To
measure it again, with the data files in `DATA`:

    python -m index.training DATA --measure-only

Of the formats, `float32` is the network as it was trained; `float16` rounds its matrices;
`int8` keeps whole numbers from -127 to 127 and one scale a row; `low-rank-r` keeps the best
approximation of rank r (Eckart and Young, 1936) of what training added to each matrix. Vectors and
heads stay float32 in all of them."""


def _table(rows: Sequence[Compared]) -> str:
    return _rows(
        ("format", "MB", "EM", "F1", "adversarial", "hidden"),
        [
            (
                row.label,
                f"{row.megabytes:.1f}",
                _percent(row.figures.exact),
                _percent(row.figures.f1),
                _area(row.figures.adversarial),
                _area(row.figures.hidden),
            )
            for row in rows
        ],
    )


_PUBLISHED = {
    "squad2": "SQuAD 2.0, CC BY-SA 4.0",
    "squadshifts": "SQuADShifts, CC BY 4.0",
}


def _learnt_from(files: Iterable[File]) -> str:
    rows = [
        (
            f"`{file.name}`",
            _PUBLISHED.get(file.name.split("-")[0], "see its publisher"),
            str(file.articles),
            str(file.answerable),
            str(file.unanswerable),
            f"{file.share:.0%}",
        )
        for file in files
    ]
    names = ("file", "set and licence", "articles", "answerable", "unanswerable", "taken in a pass")
    return f"""\
## What it learnt from

{_rows(names, rows)}

Questions are counted with those held out; "taken in a pass" is the share of the answerable ones.
The files' SHA-256 stand in `reader.json`.

- **SQuAD 2.0**: Pranav Rajpurkar, Robin Jia, Percy Liang, "Know What You Don't Know: Unanswerable
  Questions for SQuAD", 2018, [arXiv 1806.03822](https://arxiv.org/abs/1806.03822). Paragraphs of
  Wikipedia. Licence: [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/).
- **SQuADShifts**: John Miller, Karl Krauth, Benjamin Recht, Ludwig Schmidt, "The Effect of Natural
  Distribution Shift on Question Answering Models", 2020,
  [arXiv 2004.14444](https://arxiv.org/abs/2004.14444). Paragraphs of Wikipedia, reviews and
  comments. Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).

None of their text is in these files. Whoever passes the reader on should keep this attribution.

Held out, whole articles at a time since an article's questions share names and words:
{_titles(REPORTED)} for the figures above; {_titles(CHOSEN_ON)} for choices."""


def _written(own: Own) -> str:
    counts = own.counts
    return f"""\
### Questions of our own

{own.questions} questions were written for this training by a language model that had the paragraphs
before it, one question at a time and none by a template (`index/training/asked/`, MIT like the rest
of this project): {counts["tells"]} that their paragraph answers, {counts["denies"]} whose claim or
premise it denies, {counts["silent"]} on which it is silent. They are on paragraphs of the files
above, on the briefings that the bot ships with and the article that these restate, on further
paragraphs on the summit, and on news reports and encyclopedia articles that were invented for this
training. **So the reader has learnt from the very article that the bot answers
from.** The questions that the bot's figures are given on, and those that its gate is fitted to, are
others, by writers of the same kind who did not see these. Each is also asked of another paragraph
of its document, one of the six nearest by BM25 that hold no answer."""


def _made_up(mix: Mix) -> str:
    return f"""\
### Questions without an answer

Those that people wrote (SQuAD 2.0 has them) are taken {mix.repeated} times in each pass. Others are
made anew in each pass from questions of the files that have an answer:

- {mix.nearby:.0%} are asked again of another paragraph of their article, among the six nearest by
  BM25 that hold none of the answers;
- {mix.twisted:.0%} are changed by rule into ones that the paragraph does not answer: another name,
  country or number, a negation, an opposite, another word or kind of question, a condition;
- {mix.claimed:.0%} are asked as yes or no, with the answer and with another answer of the
  paragraph that is a figure or a name as it is.

A rule may now and then make a question that is answered after all. Half of the questions
({mix.cropped:.0%}) are read within a few sentences (200 to 600 characters), the others within up to
1,000 characters; some lose their question mark or get two letters swapped."""


def _trained(courses: Sequence[Course]) -> str:
    recipe = courses[-1].recipe
    rows = [
        (
            str(number),
            str(one.recipe.passes),
            str(one.recipe.own),
            f"{one.recipe.rate:g}",
            f"{one.mix.nearby:.0%}",
            str(one.steps),
            str(sum(drawn.get("with an answer", 0) for drawn in one.passes)),
            str(sum(drawn.get("without an answer", 0) for drawn in one.passes)),
        )
        for number, one in enumerate(courses, 1)
    ]
    names = (
        "course", "passes", "questions of our own in each", "rate", "nearby", "steps",
        "examples with an answer", "without",
    )  # fmt: skip
    return f"""\
### How it was trained

{_rows(names, rows)}

In each course: {recipe.batch} examples a step, {recipe.tokens} tokens at the most; AdamW with a
rate ({recipe.head_pace:g} times that for the heads) that rises over {recipe.warm_up:.0%} of the
steps and falls to nothing, weight decay {recipe.decay:g}, dropout {recipe.dropout:g} on the
embeddings, gradients clipped to norm 1, bfloat16 where torch deems it safe. The loss is the mean
cross-entropy of the first and the last token, and {recipe.verdict:g} times that of the stance.
{_since(courses) + _broken_off(courses)}Seeds and the SHA-256 of the examples stand in
`reader.json`; two cores of a processor, no accelerator. To train it again, from the bare
encoder, `TEXT` being the article that the briefings restate:

    python -m index.training DATA --text TEXT --work FOLDER

It goes on from where it was left in `FOLDER`.{_SITTINGS if len(courses) > 2 else ""}"""


def _since(courses: Sequence[Course]) -> str:
    """What not every course had, and from which on."""
    said = {
        "whole": "half of the spans' loss is that of whole spans, of first and last together "
        "([arXiv 2008.12804](https://arxiv.org/abs/2008.12804))",
        "sequence_dropout": "what each layer adds is dropped for a share of "
        f"{courses[-1].recipe.sequence_dropout:g} of its features, the same for all tokens of a "
        "text ([arXiv 1512.05287](https://arxiv.org/abs/1512.05287))",
    }
    lines = []
    for name, what in said.items():
        having = [n for n, one in enumerate(courses, 1) if getattr(one.recipe, name)]
        if having:
            lines.append(textwrap.fill(f"From course {having[0]} on {what}.", 100) + "\n")
    return "".join(lines)


def _broken_off(courses: Sequence[Course]) -> str:
    """Which courses took fewer steps than their examples fill."""
    lines = []
    for number, one in enumerate(courses, 1):
        full = sum(-(-sum(drawn.values()) // one.recipe.batch) for drawn in one.passes)
        if one.steps < full:
            lines.append(f"Course {number} was broken off after {one.steps} of {full} steps.\n")
    return "".join(lines)


_SITTINGS = """

The courses above but the last were sittings of their own, over the files' shares and the questions
of our own as they were then. The command goes through three passes and then one with all questions
of our own, so it ends with other weights of the same kind."""


_REST = """\
## What it is for, and what not

It is meant for finding the answering words in a passage that was retrieved for a question, and for
refusing where none answers. Its margin is a score, not a probability: what relies on it has to
choose a threshold on data of its own.

- English only; other languages were not tried.
- One run of words (30 tokens at the most): no lists across sentences, no counting, no reasoning
  over several passages.
- It learnt from Wikipedia, reviews, comments and texts on the summit, and was measured on
  Wikipedia. News and other kinds of text are not covered by the figures above.
- It points at what the passage says, true or not. Names and subjects of the encoder's and the data
  sets' texts may be read better than others; this was not measured.
- It is not for decisions about people, nor for medical or legal advice."""


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _titles(titles: Iterable[str]) -> str:
    *others, last = sorted(title.replace("_", " ") for title in titles)
    return f"{', '.join(others)} and {last}" if others else last


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share * 100:.1f}"


def _area(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.3f}"
