"""A program that reads many broken variants of a sound file, confined as the reader is.

It writes as JSON how often each ending came, as if each variant had been read by itself.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter

from index.confinement import Limits, confine, limit
from index.errors import SourceError
from index.formats import extract, preload


def variant(sound: bytes, seed: int) -> bytes:
    """The file cut short, or with a few bytes flipped, stretches removed, repeated or exchanged."""
    chance = random.Random(seed)  # noqa: S311 (to be repeated, not to be secret)
    broken = bytearray(sound)
    if seed % 4 == 0:
        return bytes(broken[: chance.randrange(8, len(broken))])
    for _ in range(chance.choice([1, 3, 10, 50])):
        place = chance.randrange(8, len(broken))
        length = chance.randrange(1, 30)
        match chance.randrange(4):
            case 0:
                broken[place] ^= 1 << chance.randrange(8)
            case 1:
                del broken[place : place + length]
            case 2:
                broken[place:place] = broken[place : place + length] * chance.randrange(1, 9)
            case _:
                broken[place : place + length] = chance.randbytes(length)
    return bytes(broken)


def main() -> None:
    """Read every variant."""
    request = json.loads(sys.stdin.buffer.readline())
    limit(Limits(**request["limits"]))
    sound = sys.stdin.buffer.read()
    preload()
    confine()
    came: Counter[str] = Counter()
    for seed in range(request["variants"]):
        try:
            found = extract(variant(sound, seed), name=request["name"])
        except SourceError:
            came["refused"] += 1
        except Exception:
            came["broken"] += 1
        else:
            came["read"] += all(
                found.text[p.span.start : p.span.end].strip() for p in found.paragraphs
            )
    sys.stdout.write(json.dumps(came))


if __name__ == "__main__":
    main()
