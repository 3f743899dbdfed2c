"""Small made-up articles, and an encoder that is trained in seconds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from index import weights
from index.training.squad import Answer, Article, Asked, Paragraph


def tiny_encoder(folder: Path) -> Path:
    """A random BERT of one layer and width 32, with the word pieces of the packaged encoder."""
    torch.manual_seed(7)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copy(weights.packaged() / name, folder)
    return folder


def paragraph(context: str, *asked: tuple[str, str | None]) -> Paragraph:
    """A paragraph with questions, each with the answer's words, or None where it has none."""
    qas = []
    for question, words in asked:
        told = () if words is None else (Answer(text=words, answer_start=context.index(words)),)
        qas.append(Asked(id=question, question=question, answers=told, is_impossible=not told))
    return Paragraph(context=context, qas=tuple(qas))


def article(title: str, *paragraphs: Paragraph) -> Article:
    return Article(title=title, paragraphs=paragraphs)


def write(path: Path, articles: Sequence[Article]) -> Path:
    """A SQuAD file of these articles."""
    data = [one.model_dump(mode="json") for one in articles]
    path.write_text(json.dumps({"version": "v2.0", "data": data}, indent=1), encoding="utf-8")
    return path


#: Four paragraphs that share words, so that each is near to the others' questions.
HARBOUR = article(
    "Harbour",
    paragraph(
        "The old harbour of Norholm was opened in 1871. Anna Berg, a painter, designed its light. "
        "It cost 40,000 crowns. The town sold fish and timber there.",
        ("When was the old harbour of Norholm opened?", "1871"),
        ("Who designed the light of the harbour?", "Anna Berg"),
        ("What did the town sell in the harbour?", "fish and timber"),
        ("Who destroyed the light of the harbour?", None),
    ),
    paragraph(
        "The new harbour was built by Karl Holm in 1903. Its light is taller than the old one. "
        "Ships from Spain called there.",
        ("Who built the new harbour?", "Karl Holm"),
        ("When was the new harbour built?", "1903"),
        ("From which country did ships call at the harbour?", "Spain"),
    ),
    paragraph(
        "The harbour burnt down in a storm. The town rebuilt its light with stone. "
        "Otto Brandt paid for the stone.",
        ("Who paid for the stone of the harbour?", "Otto Brandt"),
        ("With what was the light of the harbour rebuilt?", "stone"),
        ("Why did the town sell the harbour?", None),
    ),
    paragraph(
        "Fishing ended when the herring left the bay. The harbour became a museum.",
        ("What did the harbour become?", "a museum"),
        ("When did fishing end?", "when the herring left the bay"),
    ),
)
