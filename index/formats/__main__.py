"""The process that reads: a request comes in, what was read goes out, and it can do nothing else.

In: a line of JSON (how the source is called, and the limits), then the source's bytes. Out: an
object of JSON with "extracted", or with "error", a sentence for people.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from index.confinement import Limits, confine, limit
from index.errors import SourceError
from index.formats import extract, label_of, preload


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request.pop("limits"))
    limit(limits)
    content = sys.stdin.buffer.read()
    preload()
    confine()
    label = label_of(request["name"], request["url"])
    try:
        reply: dict[str, object] = {"extracted": asdict(extract(content, **request))}
    except SourceError as error:
        reply = {"error": str(error)}
    except MemoryError:
        reply = {"error": f"{label} needs more memory than it may. Give part of it."}
    except Exception:  # an edge: what is broken breaks the libraries in any way
        reply = {"error": f"{label} is broken. Give another copy of it, or its text."}
    sys.stdout.buffer.write(json.dumps(reply).encode())


if __name__ == "__main__":
    main()
