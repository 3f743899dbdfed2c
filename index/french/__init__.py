"""A French question in English words and English order, for an index that only knows English.

No model: a glossary, the forms of French words, and the few ways in which French builds a question.

    units -> homographs -> predicates -> wording -> clause
"""

from index.french.clause import in_english

__all__ = ["in_english"]
