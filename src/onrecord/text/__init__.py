"""Plain text to its parts: paragraphs, segments, sentences, words. Pure; every stage may use it."""
