"""Which plans the reader of a page may see, asked for once: its tag, its frame and its body speak of one moment."""

from django.http import HttpRequest
from django.utils import timezone

from milestones.models import Plan
from milestones.state.finding import Freshness, fresh_plans


def plans_seen(request: HttpRequest) -> tuple[Freshness, ...]:
    """The plans that the reader may see, by slug."""
    if not hasattr(request, "plans_seen"):
        request.plans_seen = fresh_plans(request.user, now=timezone.now())  # type: ignore[attr-defined] # kept with it
    plans: tuple[Freshness, ...] = request.plans_seen  # type: ignore[attr-defined]
    return plans


def plan_seen(request: HttpRequest, slug: str) -> Freshness:
    """The plan by its slug; raises Plan.DoesNotExist for one that is not to be seen, as for none."""
    for each in plans_seen(request):
        if each.plan.slug == slug:
            return each
    raise Plan.DoesNotExist(f"There is no plan {slug} to be seen.")
