"""Sources in their formats: bytes into text and paragraphs. To be run in a process of its own.

    detecting -> encoding -> plain, web, pdf, word -> blocks

What is read here comes from anywhere, and libraries that read formats have faults: see
`index.sandbox`, which is how the rest of the program calls this.
"""

from index.formats.extracting import extract, label_of, preload

__all__ = ["extract", "label_of", "preload"]
