"""Which known word a mistyped one was probably meant to be."""

from bisect import bisect
from collections.abc import Collection
from difflib import get_close_matches

MOST_COMPARED = 2_000  # comparing is slow: beyond this only the nearest in the alphabet are tried


def closest(word: str, known: Collection[str]) -> str | None:
    """The known word most like `word`, or None if none is much like it."""
    if len(word) > 200:
        return None
    candidates = sorted(other for other in known if abs(len(other) - len(word)) <= 4)
    if len(candidates) > MOST_COMPARED:
        place = bisect(candidates, word)
        candidates = candidates[max(0, place - MOST_COMPARED // 2) : place + MOST_COMPARED // 2]
    matches = get_close_matches(word, candidates, n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence that offers the closest known word; "" if there is none."""
    match = closest(word, known)
    return f'; did you mean "{match}"?' if match else ""
