"""How an audience counts its plan's revisions, and by what a mark says who sees its row."""

from collections.abc import Iterable

from milestones.models import Publication

SEEN_BY = "seen_by"
"""The key of a mark's cause that says who sees its row, or saw it before; without one, all do."""


def own_number(seen: Iterable[Publication]) -> str:
    """The column of a revision with how many revisions those count who see these publications."""
    if Publication.DRAFT in seen:
        return "number"
    return "cleared_number" if Publication.RESTRICTED in seen else "public_number"
