"""What can go wrong in the index, as a tree; each message says what to do next.

    SummitError
    ├── QuestionError       a question that cannot be taken (blank, too long, no letters)
    ├── SourceError         a source that cannot be read (absent, empty, binary, not UTF-8)
    │   └── FetchError      a page that cannot be fetched, or may not be
    ├── LibraryError
    │   ├── IndexMissing    no index at that place
    │   ├── IndexDamaged    a file of the index is absent, cut short or altered
    │   └── IndexMismatch   made with another model, schema or chunking
    └── ModelError          an embedding model that cannot be loaded or trusted

The bot adds leaves of its own in `bot.errors`.
"""


class SummitError(Exception):
    """The root: its text is a sentence for a person and says what to do."""


class QuestionError(SummitError):
    """The question cannot be taken as it is."""


class SourceError(SummitError):
    """A source cannot be read."""


class FetchError(SourceError):
    """A page cannot be fetched, or may not be."""


class LibraryError(SummitError):
    """The index on disk cannot be used."""


class IndexMissing(LibraryError):
    """There is no index where one was expected."""


class IndexDamaged(LibraryError):
    """The index is incomplete or its content is not what its manifest says."""


class IndexMismatch(LibraryError):
    """The index is whole, but was made with another model, schema or chunking."""


class ModelError(SummitError):
    """The embedding model is absent, incomplete or not the one that is expected."""
