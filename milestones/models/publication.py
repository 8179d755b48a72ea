"""The publication boundary: who may see a row, decided in one place.

A row is seen by a reader who may see its own publication and every row that it hangs on (its plan, its milestone
or indicator, its source). Every list, count and look-up asks `visible_to`; what is evaluated and shown is cut alike in
memory (`milestones/state/boundary.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import columns

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from milestones.models.accounts import Membership

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


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a plan or, without one, of every plan: what the rights to see are asked of."""

    plan_id: int | None


SHOWN_BY = {Publication.RESTRICTED: VIEW_RESTRICTED, Publication.DRAFT: VIEW_DRAFT}
"""What takes a right to be seen."""


def publications_seen_by(user: User | AnonymousUser | None, plan_id: int | None = None) -> frozenset[Publication]:
    """What the user may see of a plan or, without one, of every plan; None is the public."""
    of: Any = Sight(plan_id)  # Django's types know of rows alone
    shown = (publication for publication, right in SHOWN_BY.items() if user is not None and user.has_perm(right, of))
    return frozenset({Publication.PUBLISHED, *shown})


def memberships_of(user: Any) -> list[Membership]:
    """The user's roles; none of a closed account."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return []
    if not hasattr(user, "_held"):
        user._held = list(user.memberships.select_related("pillar"))
    return cast("list[Membership]", user._held)


SightOf = tuple[frozenset[Publication], Collection[int] | None]
"""What is seen of which plans; None: of every one."""


def sights_of(user: User | AnonymousUser | None) -> list[SightOf]:
    """What the user sees of every plan, and then what more he sees of which plans by a role in them."""
    everywhere = publications_seen_by(user)
    more: dict[frozenset[Publication], set[int]] = {}
    held = memberships_of(user) if everywhere < EVERYTHING else []
    for plan_id in {role.plan_id for role in held if role.plan_id is not None}:
        more.setdefault(publications_seen_by(user, plan_id), set()).add(plan_id)
    return [(everywhere, None), *((seen, plans) for seen, plans in more.items() if seen != everywhere)]


@cache
def plan_path(model: type[models.Model]) -> str:
    """The look-up from a row of the model to its plan: by its own key, else by the first key that it needs."""
    if model._meta.label_lower == "milestones.plan":
        return "pk"
    keys: dict[str, Any] = {column.name: column for column in model._meta.concrete_fields if column.is_relation}
    if "plan" in keys:
        return "plan"
    name, key = next((name, key) for name, key in keys.items() if not key.null)
    return f"{name}__{plan_path(key.related_model)}"


def by_sight(rows: Any, user: User | AnonymousUser | None, narrow: Callable[[Any, frozenset[Publication]], Any]) -> Any:
    """The rows that `narrow` leaves of what the user sees of every plan, or of the plans of which he sees more."""
    (everywhere, _every), *more = sights_of(user)
    of_plans = (narrow(rows, seen).filter(**{f"{plan_path(rows.model)}__in": plans}) for seen, plans in more)
    return reduce(or_, of_plans, narrow(rows, everywhere))


Row = TypeVar("Row", bound=models.Model, covariant=True)


class BoundedQuerySet(models.QuerySet[Row]):
    """Rows that know their publication boundary."""

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """The rows that the user may see; None is the public."""
        return cast("Self", by_sight(self, user, lambda rows, seen: rows.within(seen)))

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
