"""Records that the public sees from a day on: the publication boundary, and one more."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from milestones.models import Plan, Publication, RetractableRecord, columns
from milestones.models.append_only import AppendOnlyQuerySet
from milestones.models.publication import Row


class LocalDay(Func):
    """The calendar day of an instant in the time zone that a column names."""

    output_field = models.DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="django_datetime_cast_date(%(expressions)s, 'UTC')", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="(%(expressions)s)::date", arg_joiner=" AT TIME ZONE ", **context
        )


class EmbargoedQuerySet(AppendOnlyQuerySet[Row]):
    """Rows of which some are held back from the public until a day begins where their plan is."""

    def within(self, publications: Any) -> Self:
        """The rows inside the boundary; without restricted ones, none that is still held back."""
        publications = frozenset(publications)
        rows = super().within(publications)
        return rows if Publication.RESTRICTED in publications else rows.filter(_is_free())


def _is_free() -> Q:
    """Read at the moment of the query, so that nobody can keep a list that has grown stale overnight."""
    now = Value(timezone.now(), output_field=models.DateTimeField())
    today = LocalDay(now, F("plan__timezone"))
    return Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=today)


class EmbargoedManager(models.Manager.from_queryset(EmbargoedQuerySet)):  # type: ignore[misc]
    """The manager of such rows."""


class EmbargoedRecord(RetractableRecord):
    """A record of a plan that can be held back from the public until a day.

    Until then it is as a restricted one: seen by those cleared for it, and counted for nobody else. An embargo is
    not moved: to end it early, retract the record and enter it anew.
    """

    plan = columns.part(Plan, _("plan"), _("The plan it belongs to."), "%(app_label)s_%(class)ss")
    verification = columns.grade(_("How well it is verified; what is disputed counts for nothing."))
    embargoed_until = columns.optional_day(
        _("embargoed until"),
        _(
            "Before this day, in the plan's time zone, only those cleared for restricted records see it, and it "
            "counts for nobody else. Empty: no embargo."
        ),
    )

    hangs_on = ("plan", "source")

    objects: ClassVar[EmbargoedQuerySet[Self]] = EmbargoedManager()

    class Meta(RetractableRecord.Meta):
        abstract = True

    @classmethod
    def is_within(cls, row: Mapping[str, Any], publications: frozenset[Publication], *, today: date) -> bool:
        if not super().is_within(row, publications, today=today):
            return False
        until = row["embargoed_until"]
        return Publication.RESTRICTED in publications or until is None or until <= today
