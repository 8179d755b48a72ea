"""What must hold of a plan once all has settled, whatever failed meanwhile."""

from django.utils import timezone

from milestones.models import MilestoneStatus, Plan, RecomputeMark, Revision, StatusChange
from milestones.selectors.plans import local_date
from milestones.state import state_for


def assert_whole(plan: Plan) -> None:
    """No edit waits; the stored statuses are those of a full evaluation, and the logs have neither gap nor double."""
    plan = Plan.objects.get(pk=plan.pk)
    assert not RecomputeMark.objects.filter(plan=plan).exists()
    verdicts = state_for(plan).evaluate(local_date(plan, timezone.now())).milestones
    stored = dict(MilestoneStatus.objects.filter(milestone__plan=plan).values_list("milestone__slug", "verdict"))
    assert stored == {slug: verdict.as_dict() for slug, verdict in verdicts.items()}
    numbers = list(Revision.objects.filter(plan=plan).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, plan.revision + 1))
    told: dict[str, str] = {}
    changes = StatusChange.objects.filter(plan=plan).order_by("revision", "pk")
    for slug, old, new in changes.values_list("milestone__slug", "old", "new"):
        assert (told.get(slug, ""), old != new) == (old, True), slug
        told[slug] = new
    assert told == {slug: verdict["status"] for slug, verdict in stored.items()}
