"""Trains the reader: `python -m index.training DATA` does everything, from SQuAD files to weights.

    squad      SQuAD's JSON, checked: what is malformed is named with its file and line
    twists     questions that a paragraph does not answer, made by rule from ones that it does
    examples   what one pass over the data consists of
    data       the files of a folder: what is learnt from and what is held out
    train      the loop: resumable, seeded
    measure    what is found, and what is noticed to be absent, on held-out articles
    export     the trained layers as int8, float16 or low-rank differences, compared
    card       the model card

Nothing here is imported by the bot.
"""
