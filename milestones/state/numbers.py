"""How an audience counts its plan's revisions, and which edits that wait are of what it sees."""

from collections.abc import Iterable

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from milestones.models import Plan, Publication, Revision, SeenBy

SEEN_BY = "seen_by"
"""The key of a mark's cause that says who sees its row, or saw it before; without one, all do."""


def own_number(seen: Iterable[Publication]) -> str:
    """The column of a revision with how many revisions those count who see these publications."""
    if Publication.DRAFT in seen:
        return "number"
    return "cleared_number" if Publication.RESTRICTED in seen else "public_number"


def with_numbers(plans: QuerySet[Plan], seen: frozenset[Publication]) -> QuerySet[Plan]:
    """The plans with `own`, their newest revision as those count it who see these publications, and `waiting` edits.

    `revised_at` is when what they see was last revised, `newest_mark` the key of the newest of the `waiting` marks, 0
    for none. A mark that tells of no row is of what everybody sees.
    """
    column = own_number(seen)
    revisions = Revision.objects.filter(plan=OuterRef("pk")).order_by("-number")
    newest, before = revisions.values(column)[:1], revisions.filter(**{f"{column}__lt": OuterRef("own")})
    after = Revision.objects.filter(plan=OuterRef("pk"), number__gt=OuterRef("before")).order_by("number")
    marks = _marks(seen)
    counted = plans.annotate(own=Coalesce(Subquery(newest), 0))
    since = counted.annotate(before=Coalesce(Subquery(before.values("number")[:1]), 0))
    return since.annotate(
        revised_at=Subquery(after.values("at")[:1]),
        waiting=Count("recompute_marks", filter=marks),
        newest_mark=Coalesce(Max("recompute_marks__id", filter=marks), 0),
    )


def _marks(seen: frozenset[Publication]) -> Q:
    """The marks of what they see; those who see drafts read the tables while anything waits, and count them all."""
    if Publication.DRAFT in seen:
        return Q()
    word = f"recompute_marks__cause__{SEEN_BY}"
    return Q(**{f"{word}__isnull": True}) | Q(**{f"{word}__in": SeenBy.within(seen)})
