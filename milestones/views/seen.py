"""Which plans the reader of a page may see."""

from django.http import HttpRequest

from milestones.models import Plan
from milestones.state.standing import Freshness
from milestones.tags import plans_asked


def plans_seen(request: HttpRequest) -> tuple[Freshness, ...]:
    """The plans that the reader may see, by slug."""
    return plans_asked(request, request.user, None)


def plan_seen(request: HttpRequest, slug: str) -> Freshness:
    """The plan by its slug; raises Plan.DoesNotExist for one that is not to be seen, as for none."""
    for fresh in plans_seen(request):
        if fresh.slug == slug:
            return fresh
    raise Plan.DoesNotExist(f"There is no plan {slug} to be seen.")
