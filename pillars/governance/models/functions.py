"""What is to be run and reformed: functions and services with their handover, and benchmarks with what was found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import (
    Actor,
    Area,
    GradedRecord,
    Milestone,
    PlanPart,
    Published,
    Source,
    called,
    columns,
    in_database,
    rule,
)
from pillars.governance.models.bodies import Body
from pillars.governance.models.choices import BenchmarkKind, Delivering, FunctionKind, Outcome, RunBy, Stage


@called(_("function"), _("functions"))
class Function(PlanPart, Published):
    """One row is one civil function or public service that the plan hands to an administration."""

    name = columns.name(_("What the function is called."))
    kind = columns.word(_("kind"), FunctionKind.choices, _("An affair of government or a service."), length=15)
    receiver = columns.optional_part(Body, _("receiver"), _("The body that is to run it."), "functions")
    description = columns.long_text(_("description"), _("What it takes in, and what is known of it."))
    source = columns.optional_part(
        Source, _("source"), _("Where the text says who is to run it."), "governance_functions"
    )
    clause = columns.clause()


@called(_("served area"), _("served areas"))
@in_database(
    models.UniqueConstraint(
        fields=["plan", "area"],
        name="served_area_is_named_once",
        violation_error_message=_("This area has a weight already. Change that one."),
    ),
    rule("served_area_weight_is_positive", Q(weight__gt=0), _("A weight is more than 0.")),
)
class ServedArea(PlanPart):
    """One row is one area with its weight in what is told of functions and services as a whole."""

    area = columns.part(Area, _("area"), _("The place."), "served_as")
    weight = columns.number(_("weight"), _("What it weighs against the others, such as its population."), default=1)
    source = columns.optional_part(Source, _("source"), _("Where the weight is from."), "served_areas")

    def __str__(self) -> str:
        return str(self.area) if self.area_id else self.slug


class FunctionRecord(GradedRecord):
    """What holds of a function from a day on, in an area or as a whole, until a later record says otherwise."""

    function = columns.part(Function, _("function"), _("The function it is about."), "%(class)s_set")
    area = columns.optional_part(
        Area, _("area"), _("The place it speaks of; empty for all."), "governance_%(class)s_records"
    )

    hangs_on = ("function", "source")

    class Meta(GradedRecord.Meta):
        abstract = True


@called(_("handover of a function"), _("handovers of functions"), "{function}: {stage} ({date})")
class FunctionHandover(FunctionRecord):
    """One row says how far the handover of a function has come, and who runs it."""

    stage = columns.word(_("stage"), Stage.choices, _("How far the handover has come."))
    run_by = columns.optional_word(
        _("run by"),
        RunBy.choices,
        _("Who runs the function from this day on; empty where the source does not say."),
        length=20,
    )


@called(_("delivery of a service"), _("deliveries of services"), "{function}: {status} ({date})")
class ServiceDelivery(FunctionRecord):
    """One row says whether a service reaches people."""

    status = columns.word(_("status"), Delivering.choices, _("Whether it reaches people."), length=15)


@called(_("benchmark"), _("benchmarks"))
@in_database(
    rule(
        "benchmark_judge_or_none",
        Q(judge__isnull=True) | Q(judge_none_designated=False),
        _("It has a judge, or none is designated. Choose one of the two."),
    )
)
class Benchmark(Published, PlanPart):
    """One row is one thing by which oversight or reform is to be judged."""

    name = columns.name(_("What is to be reached."))
    kind = columns.word(_("kind"), BenchmarkKind.choices, _("What the benchmark is for."))
    judge = columns.optional_part(Actor, _("judge"), _("The actor who says whether it is met."), "judged_benchmarks")
    judge_none_designated = columns.flag(
        _("no judge designated"), _("The text names nobody who says whether it is met.")
    )
    due = columns.optional_day(_("due"), _("The day by which it is promised."))
    milestone = columns.optional_part(
        Milestone, _("milestone"), _("The plan's milestone that it is part of."), "governance_benchmarks"
    )
    description = columns.long_text(_("description"), _("What the text says of it."))
    source = columns.optional_part(Source, _("source"), _("Where the text sets it."), "governance_benchmarks")
    clause = columns.clause()


@called(_("finding on a benchmark"), _("findings on benchmarks"), "{benchmark}: {outcome} ({date})")
class BenchmarkFinding(GradedRecord):
    """One row says whether a benchmark is met, from its date on."""

    benchmark = columns.part(Benchmark, _("benchmark"), _("The benchmark it is about."), "findings")
    outcome = columns.word(_("outcome"), Outcome.choices, _("What was found."))
    found_by = columns.optional_part(
        Actor,
        _("found by"),
        _("Who found it; empty where it is the tracker's reading of the source."),
        "governance_findings",
    )

    hangs_on = ("benchmark", "found_by", "source")
