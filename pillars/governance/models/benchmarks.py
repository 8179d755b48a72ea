"""Benchmarks of oversight and reform, and what was found of them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import (
    Actor,
    GradedRecord,
    Milestone,
    PlanPart,
    Published,
    Source,
    called,
    columns,
    constrained,
    rule,
)
from pillars.governance.models.choices import BenchmarkKind, Outcome


@called(_("benchmark"), _("benchmarks"))
@constrained(
    "benchmark",
    rule(
        "benchmark_judge_or_none",
        Q(judge__isnull=True) | Q(judge_none_designated=False),
        _("It has a judge, or none is designated. Choose one of the two."),
    ),
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
@constrained("benchmark_finding")
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
