"""Indicators: what is counted, by whom, and the counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.models import columns
from milestones.models.choices import Direction
from milestones.models.parts import PlanPart, Ranked, called, in_database
from milestones.models.plans import Actor, Area, Pillar
from milestones.models.publication import Published
from milestones.models.records import GradedRecord


@called(_("indicator"), _("indicators"))
class Indicator(PlanPart, Published):
    """One row is one quantity that is counted."""

    texts = ("unit",)

    name = columns.name(_("What is counted."))
    pillar = columns.part(Pillar, _("pillar"), _("The pillar it belongs to."), "indicators")
    area = columns.optional_part(Area, _("area"), _("The place it is counted in; empty for the whole."), "indicators")
    unit = columns.line(_("unit"), _("The unit of its values, a symbol or a word."))
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, help_text=_("How many decimals are shown."))
    direction = columns.word(
        _("direction"), Direction.choices, _("Which way it is meant to go."), default=Direction.INCREASE
    )
    definition = columns.long_text(_("definition"), _("The counting rule."))
    baseline = columns.optional_number(_("baseline"), _("Its value, in its unit, before the first count."))
    target = columns.optional_number(_("target"), _("The value, in its unit, that is promised."))
    target_date = columns.optional_day(_("target date"), _("By when the target is promised."))
    verification = columns.required_grade(
        _("The grade that an observation must have to confirm anything; empty for the plan's.")
    )
    official = columns.optional_slug(
        _("official series"), _("The slug of the one series to read, where the parties agreed on one.")
    )
    stale_after = columns.optional_count(_("stale after"), _("Days after which a count no longer speaks for today."))
    measure = columns.code(
        _("measure"), _("The pillar app's measure that computes its observations, such as governance.seats_filled.")
    )


@called(_("series"), pgettext_lazy("more than one", "series"))
@in_database(
    models.UniqueConstraint(
        fields=["indicator", "slug"],
        name="series_slug_unique_in_indicator",
        violation_error_message=_("This indicator has a series with this slug already. Choose another slug."),
    )
)
class Series(Ranked):
    """One row is one publisher's count of an indicator, by one rule."""

    indicator = columns.part(Indicator, _("indicator"), _("What is counted."), "series", on_delete=models.CASCADE)
    slug = columns.slug(_("Its name in plan files: a to z, 0 to 9 and hyphens; unique in its indicator."))
    name = columns.line(_("name"), _("What the count is called."))
    actor = columns.optional_part(Actor, _("actor"), _("Who counts."), "series")
    definition = columns.long_text(_("definition"), _("The rule it counts by."))

    hangs_on = ("indicator",)


@called(_("observation"), _("observations"), "{indicator}: {value} ({date})")
@in_database(
    # An indicator's counts in order: its page, its chart, and the newest of each series.
    models.Index(fields=["indicator", "series", "date"], name="observation_by_series")
)
class Observation(GradedRecord):
    """One row is one value of an indicator on a date."""

    indicator = columns.part(Indicator, _("indicator"), _("What was counted."), "observations")
    value = columns.number(_("value"), _("The count, in the indicator's unit."))
    series = columns.optional_slug(
        _("series"), _("The slug of the series it belongs to; empty where there is but one count.")
    )

    hangs_on = ("indicator", "source")
