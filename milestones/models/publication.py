"""The publication boundary: who may see a row, decided in one place.

A row is seen by a reader who may see its own publication and every row that it hangs on (its plan, its milestone
or indicator, its source). Every page, list, count, feed and export asks `visible_to`; the engine's loader asks
`counting_for`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import columns

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

VIEW_RESTRICTED = "milestones.view_restricted"
VIEW_DRAFT = "milestones.view_draft"


class Publication(models.TextChoices):
    """Who may see a thing: its makers, everybody, or those cleared for it."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RESTRICTED = "restricted", _("restricted")


EVERYTHING = frozenset(Publication)


class Audience(Enum):
    """Whose facts an evaluation counts; drafts count for nobody, but rules are asked of the whole."""

    PUBLIC = frozenset({Publication.PUBLISHED})
    RESTRICTED = frozenset({Publication.PUBLISHED, Publication.RESTRICTED})
    WHOLE = EVERYTHING

    @property
    def publications(self) -> frozenset[Publication]:
        """The publications of the rows that count."""
        return self.value


def audience_of(user: User | AnonymousUser | None) -> Audience:
    """The audience whose evaluation the user may see."""
    if user is not None and user.has_perm(VIEW_RESTRICTED):
        return Audience.RESTRICTED
    return Audience.PUBLIC


def publications_seen_by(user: User | AnonymousUser | None) -> frozenset[Publication]:
    """What the user may see: published things, and by permission restricted ones and drafts."""
    seen = set(audience_of(user).publications)
    if user is not None and user.has_perm(VIEW_DRAFT):
        seen.add(Publication.DRAFT)
    return frozenset(seen)


Row = TypeVar("Row", bound=models.Model, covariant=True)


class BoundedQuerySet(models.QuerySet[Row]):
    """Rows that know their publication boundary."""

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """The rows that the user may see; None is the public."""
        return self.within(publications_seen_by(user))

    def counting_for(self, audience: Audience) -> Self:
        """The rows that count in the audience's evaluation."""
        return self.within(audience.publications)

    def within(self, publications: Iterable[Publication]) -> Self:
        """The rows that have one of the publications, as has every row that they hang on."""
        publications = frozenset(publications)
        if publications >= EVERYTHING:
            return self.all()
        model = cast("type[Bounded]", self.model)
        rows = self.filter(publication__in=sorted(publications)) if model.has_publication() else self.all()
        for name in model.hangs_on:
            rows = rows.filter(_parent_within(self.model, name, publications))
        return rows


@cache
def _parent_within(model: type[models.Model], name: str, publications: frozenset[Publication]) -> Q:
    """That the row named `name` has one of the publications; made once, since a page asks for it a hundred times."""
    key: Any = model._meta.get_field(name)
    parents = key.related_model._default_manager.within(publications).order_by()
    allowed = Q(**{f"{name}__in": parents.values("pk")})
    return allowed | Q(**{f"{name}__isnull": True}) if key.null else allowed


class BoundedManager(models.Manager.from_queryset(BoundedQuerySet)):  # type: ignore[misc]
    """The manager of such rows."""


class Bounded(models.Model):
    """A row that hangs on others, named in `hangs_on`, and is seen only with them."""

    hangs_on: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[tuple[str, ...]] = ()
    """The columns that are kept in each language, besides names and long texts."""

    # Typed as the rows it offers: modeltranslation replaces managers as Django starts, which mypy cannot follow.
    objects: ClassVar[BoundedQuerySet[Self]] = BoundedManager()

    class Meta:
        abstract = True

    @classmethod
    def has_publication(cls) -> bool:
        """Whether rows have a publication of their own."""
        return issubclass(cls, Published)

    @classmethod
    def is_within(cls, row: Mapping[str, Any], publications: frozenset[Publication], *, today: date) -> bool:
        """Whether a row, given as its columns, has one of the publications on a day of its plan, for itself alone."""
        return not cls.has_publication() or row["publication"] in publications

    def validate_constraints(self, exclude: Any = None) -> None:
        """Nothing: what constraints hold is asked with every other rule, in `services.checking`."""


class Published(Bounded):
    """A row with a publication of its own."""

    publication = columns.word(
        _("publication"),
        Publication.choices,
        _("Draft: seen by analysts. Published: seen by all. Restricted: seen by those cleared for it."),
        default=Publication.DRAFT,
    )

    class Meta:
        abstract = True
