"""Sentences to what stands in them: segmentation, tokenisation, the reading model, and its decoding."""

from onrecord.reader.reading import Reader

__all__ = ["Reader"]
