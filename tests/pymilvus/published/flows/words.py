"""Vectors for texts without a model: the same text has the same vector everywhere."""

import hashlib
import math

DIM = 8


def embed(text: str) -> list[float]:
    """The sum of a vector for each word, of length 1."""
    total = [0.0] * DIM
    for word in text.lower().split():
        for i, byte in enumerate(hashlib.sha256(word.encode()).digest()[:DIM]):
            total[i] += (byte - 127.5) / 127.5
    length = math.sqrt(sum(each * each for each in total)) or 1.0
    return [each / length for each in total]


def sparse(text: str) -> dict[int, float]:
    """How often each word is in a text, by a number of the word."""
    counts: dict[int, float] = {}
    for word in text.lower().split():
        number = int.from_bytes(hashlib.sha256(word.encode()).digest()[:2], "big")
        counts[number] = counts.get(number, 0.0) + 1.0
    return counts
