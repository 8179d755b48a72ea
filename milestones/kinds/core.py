"""The core's kinds in the order of the plan file; parts come after their wholes.

Declared by hand is what no column says: keys that several columns keep, strings of a form that no validator knows, and
what an entry may not say, beside what the models' constraints hold and the engine says of a plan.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from milestones import models
from milestones.kinds.kind import Kind
from milestones.kinds.rules import Entry, RowRule, Words, row_rule
from milestones.limits import DECIMAL_PLACES
from milestones.planfile.composed import SOURCE, Certifier, Planned, Required, Subject, TemplateArea, midnight
from milestones.planfile.fields import Code, Named
from milestones.planfile.quantities import Whole
from milestones.planfile.table import has_source, is_of_one_kind, stands_under_a_reading
from milestones.planfile.values import LANGUAGE, LICENCE, MEASURE
from milestones.planfile.vocabulary import DERIVED_SERIES, NONE_DESIGNATED


def not_after(at: datetime) -> RowRule:
    """That a record was learned by this instant; the default of a file, its day's midnight, says nothing of that."""

    @row_rule("recorded", _("“%(value)s” is in the future. Leave it empty for now, or give an earlier instant."))
    def recorded_in_future(record: Entry) -> Words:
        recorded = record["recorded"]
        if recorded is None or recorded <= at or recorded == midnight(record["date"]):
            return {}
        return {"value": localtime(recorded).strftime("%Y-%m-%d %H:%M:%S %Z")}

    return recorded_in_future


def not_retracted_after(at: datetime) -> RowRule:
    """That a record that somebody enters was not retracted before it was learned, or after this instant."""

    @row_rule(
        "retracted", _("It cannot be retracted at %(value)s, before it was recorded or in the future. Leave it empty.")
    )
    def retracted_out_of_time(record: Entry) -> Words:
        retracted, recorded = record.get("retracted"), record["recorded"]
        if retracted is None or recorded is None or recorded <= retracted <= at:
            return {}
        return {"value": localtime(retracted).strftime("%Y-%m-%d %H:%M:%S %Z")}

    return retracted_out_of_time


@row_rule("end", _("The phase ends on %(end)s, before it starts on %(start)s. Put its end later."))
def end_before_start(phase: Entry) -> bool:
    return None not in (phase["start"], phase["end"]) and phase["end"] < phase["start"]


@row_rule("slug", _("“%(slug)s” says that the text names nobody; it cannot name an actor."))
def reserved_slug(actor: Entry) -> bool:
    return bool(actor["slug"] == NONE_DESIGNATED)


NO_SUCH_SERIES = _(
    "“%(indicator)s” has no series “%(series)s”. It has: %(declared)s. Choose one, or add the series to the indicator "
    "first."
)


def _undeclared(series: str | None, indicator: Entry) -> Words:
    """Where an indicator declares its series, there is no other but the one that its measure computes."""
    declared = [series["slug"] for series in indicator["series"]]
    known = (*declared, *([DERIVED_SERIES] if indicator["measure"] else []))
    if not series or not declared or "" in declared or series in known:
        return {}
    return {"indicator": indicator["slug"], "series": series, "declared": ", ".join(declared)}


unknown_official_series = RowRule(
    "unknown_series",
    "official",
    NO_SUCH_SERIES,
    lambda indicator: _undeclared(indicator["official"], indicator),
    reads=("series",),
)
unknown_series = RowRule(
    "unknown_series",
    "series",
    NO_SUCH_SERIES,
    lambda observation, indicator: _undeclared(observation["series"], indicator),
    reads=("series",),
    is_owned=True,
)


@row_rule(
    "series",
    _("“%(series)s” is what measures give: it is computed from their records. Choose another series, or none."),
    is_owned=True,
    by_hand=True,
)
def derived_by_hand(observation: Entry, indicator: Entry) -> bool:
    return bool(observation["series"] == DERIVED_SERIES)


@row_rule("date", _("It cannot end on %(value)s, before it began, on %(began)s. Give a later date."), is_owned=True)
def ended_before_it_began(ending: Entry, suspension: Entry) -> Words:
    end, began = ending["date"], suspension["date"]
    return {"value": end, "began": began} if None not in (end, began) and end < began else {}


def _stands_twice(suspension: Entry, others: Sequence[Entry]) -> bool:
    return suspension["ended"] is None and any(other is not suspension and other["ended"] is None for other in others)


GIVEN_UP = _("“%(milestone)s” is given up already. Take it up again first.")


@row_rule("", GIVEN_UP, "withdrawn", is_owned=True, by_hand=True)
def withdrawn_already(withdrawal: Entry, milestone: Entry) -> Words:
    return {"milestone": milestone["slug"]} if _stands_twice(withdrawal, milestone["withdrawn"]) else {}


@row_rule("", _("It is waived already. End that waiver first."), "waived", is_owned=True, by_hand=True)
def waived_already(waiver: Entry, gate: Entry) -> bool:
    return _stands_twice(waiver, gate["waived"])


KINDS = (
    Kind(models.Plan, "plan", is_needed=True, composed=(Code(key="licence", form=LICENCE),)),
    Kind(models.Reading, "readings"),
    Kind(models.Actor, "actors", called={"kind": "kind of actor"}, rules=(reserved_slug,), is_imported=True),
    Kind(models.Source, "sources", composed=(Code(key="language", form=LANGUAGE),), is_imported=True),
    Kind(models.Clause, "clauses", identity=("source", "number")),
    Kind(models.Pillar, "pillars", is_needed=True),
    Kind(models.Phase, "phases", rules=(end_before_start,)),
    Kind(models.Area, "areas"),
    Kind(
        models.Indicator,
        "indicators",
        composed=(
            Whole(key="decimals", most=DECIMAL_PLACES, default=0),
            Whole(key="stale_after", least=None, most=None),
            Code(key="measure", form=MEASURE),
            TemplateArea(),
        ),
        rules=(unknown_official_series,),
    ),
    Kind(models.Series, "series", owner="indicator"),
    Kind(
        models.Observation, "observations", owner="indicator", rules=(unknown_series, derived_by_hand), is_imported=True
    ),
    Kind(
        models.Milestone,
        "milestones",
        composed=(TemplateArea(), Planned(key="planned_start"), Planned(key="due"), Certifier()),
        called={"kind": "kind of milestone"},
    ),
    Kind(models.Responsibility, "responsible", owner="milestone"),
    Kind(models.ShownIndicator, "indicators", owner="milestone"),
    Kind(
        models.ScheduleRevision,
        "schedule",
        owner="milestone",
        composed=(Planned(key="planned_start", liftable=True), Planned(key="due", liftable=True)),
    ),
    Kind(models.Withdrawal, "withdrawn", owner="milestone", is_often_one=True, rules=(withdrawn_already,)),
    Kind(models.WithdrawalEnding, "ended", owner="withdrawal", rules=(ended_before_it_began,)),
    Kind(models.Assessment, "assessments", owner="milestone", is_imported=True),
    Kind(
        models.Gate,
        "gates",
        owner="milestone",
        composed=(Named(key="source", kind=SOURCE, spellings=("basis",)), Required()),
        called={"before": "step"},
        entry_rules=(stands_under_a_reading, has_source),
    ),
    Kind(models.GateReading, "readings", owner="gate"),
    Kind(
        models.Condition,
        "conditions",
        owner="gate",
        is_needed=True,
        composed=(Whole(key="for_days", least=None, most=None, default=0),),
        entry_rules=(is_of_one_kind,),
    ),
    Kind(models.Waiver, "waived", owner="gate", is_often_one=True, rules=(waived_already,)),
    Kind(models.WaiverEnding, "ended", owner="waiver", rules=(ended_before_it_began,)),
    Kind(models.Position, "positions", composed=(Subject(),)),
)

KIND_OF = {kind.model: kind for kind in KINDS}
"""The core's kinds by their models."""
