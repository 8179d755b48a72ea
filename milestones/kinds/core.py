"""The core's kinds in the order of the plan file; parts come after their wholes.

Declared by hand is what no column says: keys that several columns keep, strings of a form that no validator knows, and
what an entry may not say.
"""

from milestones import models
from milestones.kinds import core_rules as rules
from milestones.kinds.kind import Kind
from milestones.limits import DECIMAL_PLACES
from milestones.planfile import rules as in_file
from milestones.planfile.composed import Certifier, GateSource, Planned, Required, Subject, TemplateArea
from milestones.planfile.fields import Code
from milestones.planfile.quantities import Whole
from milestones.planfile.values import LANGUAGE, LICENCE, MEASURE

KINDS = (
    Kind(models.Plan, "plan", is_needed=True, composed=(Code(key="licence", form=LICENCE),)),
    Kind(models.Reading, "readings"),
    Kind(models.Actor, "actors", called={"kind": "kind of actor"}, rules=(rules.reserved_slug,), is_imported=True),
    Kind(models.Source, "sources", composed=(Code(key="language", form=LANGUAGE),), is_imported=True),
    Kind(models.Clause, "clauses", identity=("source", "number")),
    Kind(models.Pillar, "pillars", is_needed=True),
    Kind(models.Phase, "phases", rules=(rules.end_before_start,)),
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
        rules=(rules.unknown_official_series,),
    ),
    Kind(models.Series, "series", owner="indicator"),
    Kind(
        models.Observation,
        "observations",
        owner="indicator",
        rules=(rules.unknown_series, rules.derived_by_hand),
        is_imported=True,
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
    Kind(models.Withdrawal, "withdrawn", owner="milestone", is_often_one=True, rules=(rules.withdrawn_already,)),
    Kind(models.WithdrawalEnding, "ended", owner="withdrawal", rules=(rules.ended_before_it_began,)),
    Kind(models.Assessment, "assessments", owner="milestone", is_imported=True),
    Kind(
        models.Gate,
        "gates",
        owner="milestone",
        composed=(GateSource(), Required()),
        called={"before": "step"},
        entry_rules=(in_file.stands_under_a_reading, in_file.has_source),
    ),
    Kind(models.GateReading, "readings", owner="gate"),
    Kind(
        models.Condition,
        "conditions",
        owner="gate",
        is_needed=True,
        composed=(Whole(key="for_days", least=None, most=None, default=0),),
        entry_rules=(in_file.is_of_one_kind,),
    ),
    Kind(models.Waiver, "waived", owner="gate", is_often_one=True, rules=(rules.waived_already,)),
    Kind(models.WaiverEnding, "ended", owner="waiver", rules=(rules.ended_before_it_began,)),
    Kind(models.Position, "positions", composed=(Subject(),)),
)

KIND_OF = {kind.model: kind for kind in KINDS}
"""The core's kinds by their models."""
