"""One sentence on the state of the plan, composed by rule from the statuses of its milestones."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Status


def state_in_a_sentence(evaluation: Evaluation) -> str:
    """How the plan's milestones stand, or that none is pursued."""
    standing = standing_in_a_sentence(evaluation.milestones.values())
    return standing or _("No milestone of this plan is being pursued.")


def standing_in_a_sentence(milestones: Iterable[MilestoneVerdict]) -> str:
    """How many are fulfilled, claimed complete, held up, in a deadlock and overdue; empty where none is pursued."""
    standing = [each for each in milestones if each.status is not Status.WITHDRAWN]
    if not standing:
        return ""
    fulfilled = sum(each.status is Status.FULFILLED for each in standing)
    claimed = sum(each.level[0] < 3 <= each.level[1] for each in standing)
    held = sum(each.status.is_open for each in standing)
    deadlocked = sum(each.status is Status.DEADLOCKED for each in standing)
    overdue = sum(each.is_overdue for each in standing)
    clauses = [
        ngettext(
            "%(count)s of %(total)s milestones is fulfilled",
            "%(count)s of %(total)s milestones are fulfilled",
            fulfilled,
        )
        % {"count": fulfilled, "total": len(standing)}
    ]
    if claimed:
        text = ngettext(
            "%(count)s more is said to be complete, which the records do not establish",
            "%(count)s more are said to be complete, which the records do not establish",
            claimed,
        )
        clauses.append(text % {"count": claimed})
    clauses.append(ngettext("%(count)s is held up", "%(count)s are held up", held) % {"count": held})
    if deadlocked:
        text = ngettext("%(count)s stands in a deadlock", "%(count)s stand in a deadlock", deadlocked)
        clauses.append(text % {"count": deadlocked})
    if overdue:
        clauses.append(
            ngettext("%(count)s is overdue", "%(count)s are overdue", overdue) % {"count": overdue}
        )
    return _("%(clauses)s.") % {"clauses": _("; ").join(clauses)}
