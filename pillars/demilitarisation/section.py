"""The section `demilitarisation` of a plan file."""

from typing import Any

from milestones.models import Actor, Area, Phase
from milestones.planfile.values import as_slug
from milestones.sections import Section, SectionTable
from milestones.sections.fields import Field, Named, Words, day, flag, number, whole, word
from pillars.demilitarisation import models
from pillars.demilitarisation.section_checks import CHECKS


def _slug(key: str = "slug") -> Field:
    return Field(key=key, read=as_slug, needed=True, default="x")


def _actor(key: str) -> Named:
    return Named(key=key, model=Actor, kind="actor")


def _category(**options: Any) -> Named:
    return Named(key="category", model=models.ArmsCategory, **options)


def _line(**options: Any) -> Named:
    return Named(key="line", model=models.PullbackLine, **options)


PHASE = Named(key="phase", model=Phase, kind="phase")
AREA = Named(key="area", model=Area, kind="area")
NAME, DEFINITION = Words(key="name", needed=True), Words(key="definition")


SECTION = Section(
    slug="demilitarisation",
    tables=(
        SectionTable(
            "categories",
            models.ArmsCategory,
            (
                _slug(),
                NAME,
                word("kind", dict(models.CategoryKind.choices), default="arms"),
                Words(key="unit"),
                DEFINITION,
            ),
        ),
        SectionTable(
            "series", models.CountingSeries, (_slug(), NAME, _actor("actor"), flag("decides"), DEFINITION)
        ),
        SectionTable("lines", models.PullbackLine, (_slug(), NAME, DEFINITION)),
        SectionTable(
            "totals",
            models.ArmsTotal,
            (
                _category(needed=True),
                word("basis", dict(models.Basis.choices), needed=True, default="agreed"),
                _actor("claimant"),
                PHASE,
                AREA,
                number("low", needed=True),
                number("high", needed=True),
            ),
        ),
        SectionTable(
            "tallies",
            models.Tally,
            (
                _category(needed=True),
                Named(key="series", model=models.CountingSeries, needed=True),
                word("step", dict(models.Step.choices), default="collected"),
                word("scope", dict(models.Scope.choices), needed=True, default="event"),
                PHASE,
                AREA,
                *(whole(count) for count in models.COUNTS),
                _actor("disputed_by"),
            ),
        ),
        SectionTable(
            "inspections",
            models.Inspection,
            (
                word("kind", dict(models.InspectionKind.choices), needed=True, default="inspection"),
                word("outcome", dict(models.Outcome.choices), needed=True, default="passed"),
                _actor("inspector"),
                Words(key="mandate"),
                _actor("witness"),
                flag("figures_published"),
                _category(),
                PHASE,
                AREA,
            ),
        ),
        SectionTable(
            "incidents",
            models.Incident,
            (
                _slug("case"),
                day("happened_on", needed=True),
                word("kind", dict(models.IncidentKind.choices), needed=True, default="other"),
                AREA,
                _actor("alleged_by"),
                _actor("alleged_against"),
                _actor("denied_by"),
                _actor("investigated_by"),
                word("finding", dict(models.Finding.choices), default="none"),
            ),
        ),
        SectionTable(
            "line_claims",
            models.LineClaim,
            (_line(needed=True), _actor("claimant"), number("low", needed=True), number("high", needed=True)),
        ),
        SectionTable(
            "pullbacks",
            models.Pullback,
            (
                word("step", dict(models.PullbackStep.choices), needed=True, default="planned"),
                PHASE,
                AREA,
                _line(),
                _actor("leaves"),
                _actor("takes_over"),
                *(whole(force) for force in models.FORCES),
            ),
        ),
    ),
    checks=CHECKS,
)
