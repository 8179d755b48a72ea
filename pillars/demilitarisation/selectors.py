"""The records of demilitarisation that a page shows: what its reader may see, as of its day and instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.fields import DateTimeField

from milestones.models import Phase, Pillar, Plan, audience_of
from milestones.models.publication import Audience
from milestones.selectors.plans import Reader
from pillars.demilitarisation import models
from pillars.demilitarisation.counting import Collections, load_collections

PILLAR = "demilitarisation"


def records(
    model: type[Model], plan: Plan, user: Reader, *, on: date, known_at: datetime | None = None
) -> QuerySet[Any]:
    """The standing records of a kind, newest first; for the public an embargo is lifted when its day begins."""
    rows: Any = model._default_manager
    found = rows.visible_to(user).filter(plan=plan, date__lte=on)
    if known_at is None:
        found = found.filter(retracted_at__isnull=True)
    else:
        found = found.filter(recorded_at__lte=known_at).filter(
            Q(retracted_at__isnull=True) | Q(retracted_at__gt=known_at)
        )
        if audience_of(user) is Audience.PUBLIC:
            then = models.LocalDay(Value(known_at, output_field=DateTimeField()), F("plan__timezone"))
            found = found.filter(Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=then))
    keys = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    named = [key for key in keys if key not in ("plan", "entered_by")]
    ordered: QuerySet[Any] = found.select_related(*named).order_by("-date", "-recorded_at", "-pk")
    return ordered


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the panel's table and picture rest on.

    `reports` are tallies with figures beside the accepted ones, newest first; `series` names those that counted.
    """

    collections: Collections
    phases: Mapping[str, str]
    series: Mapping[str, str]
    reports: tuple[models.Tally, ...]


def stage_facts(plan: Plan, user: Reader, *, on: date, known_at: datetime | None) -> StageFacts:
    """The counts by stage, as they count for the reader."""
    tallies = records(models.Tally, plan, user, on=on, known_at=known_at)
    return StageFacts(
        collections=load_collections(plan.pk, audience=audience_of(user)),
        phases={each.slug: each.name for each in Phase.objects.filter(plan=plan)},
        series={each.slug: each.name for each in models.CountingSeries.objects.filter(plan=plan)},
        reports=tuple(tallies.filter(step=models.Step.COLLECTED)),
    )


def pillar_position(plan: Plan) -> int:
    """The place among the plan's pillars of the one with the app's name; 0 where the plan has none."""
    slugs = list(Pillar.objects.filter(plan=plan).values_list("slug", flat=True))
    return slugs.index(PILLAR) if PILLAR in slugs else 0


def pillar_of(plan: Plan) -> Pillar | None:
    """The plan's pillar with the app's name; None where it has none."""
    return Pillar.objects.filter(plan=plan, slug=PILLAR).first()
