"""What several lists of the API share: references that a reader may follow."""

from typing import Any

from django.db.models import Case, F, Value, When

from milestones.models import Publication
from milestones.models.publication import publications_seen_by
from milestones.selectors.plans import Reader


def seen_slug(model: Any, key: str, user: Reader) -> Case:
    """The slug of the row's `key`, or null where that is of a row which the reader may not see."""
    related = model._meta.get_field(key).related_model
    if publications_seen_by(user) >= frozenset(Publication):
        return Case(When(**{f"{key}__isnull": False}, then=F(f"{key}__slug")), default=Value(None))
    visible = related.objects.visible_to(user).order_by().values("pk")
    return Case(When(**{f"{key}__in": visible}, then=F(f"{key}__slug")), default=Value(None))
