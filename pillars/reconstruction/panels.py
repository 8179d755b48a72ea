"""What reconstruction adds to its pillar's page: needs, money, projects and findings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from milestones.models import Plan
from milestones.selectors.plans import Reader
from milestones.selectors.records import Viewpoint
from pillars.reconstruction.finding_lines import finding_lines
from pillars.reconstruction.money_lines import money_parts
from pillars.reconstruction.needs_lines import needs_part
from pillars.reconstruction.project_lines import project_lines
from pillars.reconstruction.selectors import money_facts, needs_facts, work_facts


def reconstruction_panel(
    plan: Plan, user: Reader, on: dt.date, known_at: dt.datetime | None
) -> Mapping[str, Any] | None:
    """The panel's context; None where the plan has nothing of it on record that the reader may see."""
    needs = needs_facts(plan, user=user, on=on, known_at=known_at)
    money = money_facts(plan, user=user, on=on, known_at=known_at)
    work = work_facts(plan, user=user, on=on, known_at=known_at, records=money.records)
    if not (needs.assessments or money.appeals or work.projects or work.findings):
        return None
    lines = money.records.money.lines(on, known_at)
    appeals = [line for line in lines if line.place.appeal is not None]
    return {
        "plan": plan,
        "needs": needs_part(needs),
        "moneys": money_parts(money, appeals, on, known_at),
        "projects": project_lines(work, on, known_at),
        "findings": finding_lines(work, on, known_at),
    }


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole panel."""

    context: Mapping[str, Any]
    template: ClassVar[str] = "reconstruction/panel.html"


def panel(viewpoint: Viewpoint) -> Sequence[Panel]:
    """The panel; nothing where there is nothing to show."""
    context = reconstruction_panel(viewpoint.plan, viewpoint.user, viewpoint.on, viewpoint.known_at)
    return () if context is None else (Panel(context),)
