"""Sentences to what stands in them: segmentation, tokenisation, the reading model, and its decoding."""
