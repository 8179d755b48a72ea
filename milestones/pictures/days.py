"""Days along a picture."""

from datetime import date


def day_place(day: date, *, first: date, last: date, begins: float, ends: float) -> float:
    """How far from the start side a day stands on an axis; all of one day stand at its beginning."""
    span = max(1, (last - first).days)
    return begins + (ends - begins) * (day - first).days / span
