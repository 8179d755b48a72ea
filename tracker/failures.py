"""What an analyst is told while a plan's changes cannot be worked in."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from milestones import notation
from milestones.services.attempts import is_failing
from milestones.state.standing import Freshness
from milestones.tags import plans_asked


def tell_of_failures(request: HttpRequest, plan: str | None = None) -> None:
    """Warn of each plan that the user may see whose last recompute failed; of one alone where its key is given."""
    for fresh in plans_asked(request, request.user, None):
        if fresh.has_failed and plan in (None, str(fresh.plan_id)):
            messages.warning(request, _warning(fresh))


def _warning(fresh: Freshness) -> str:
    told = {"plan": fresh.name, "instant": notation.instant(fresh.waiting_since)}
    if is_failing(fresh.plan_id):
        sentence = _(
            "The changes of “%(plan)s” since %(instant)s could not be worked in, and are not tried again until "
            "somebody edits the plan. Pages show how it stood before. The job runs say what failed."
        )
    else:
        sentence = _(
            "The changes of “%(plan)s” since %(instant)s could not be worked in yet, and are tried again by "
            "themselves. Pages show how it stood before. The job runs say what failed."
        )
    return sentence % told
