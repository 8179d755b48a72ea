"""Whether what is stored of a plan is what its rows come to, asked by evaluating it anew in full."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from milestones.models import Plan, PlanStatus, RecomputeMark
from milestones.selectors.plans import local_date
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Differs:
    """How much that was stored of a plan differed from a full evaluation of its rows."""

    plan: str
    entries: int
    statuses: int
    is_summary: bool
    """Whether what is stored of the plan as a whole differed."""

    def __bool__(self) -> bool:
        return bool(self.entries or self.statuses or self.is_summary)

    def __str__(self) -> str:
        what = f"{self.entries} entries, {self.statuses} statuses"
        return f"{self.plan}: {what}{' and the summary' if self.is_summary else ''} differed"


def check_plan(plan_id: int, *, now: datetime, repairs: bool = True) -> Differs | None:
    """Evaluate the plan from its rows and compare; what differs is repaired as a revision of its own, and logged.

    None where nothing can be said: an edit or a new day waits for its recompute, which is no difference.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
        stored = PlanStatus.objects.filter(plan=plan).first()
        if stored is None or stored.on != local_date(plan, now) or RecomputeMark.objects.filter(plan=plan).exists():
            return None
        raise_mark(plan, cause={"kind": "manual"})
        done = recompute(plan_id, now=now)
        assert done is not None  # its mark waits, and its row is ours
        anew = PlanStatus.objects.get(pk=stored.pk)
        differs = Differs(plan.slug, done.entries, done.written, anew.evaluation != stored.evaluation)
        if not (differs and repairs):
            transaction.set_rollback(True)
    if differs:
        log.error("stored_state_differs", plan=plan.slug, entries=differs.entries, statuses=differs.statuses)
    return differs
