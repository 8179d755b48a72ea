"""What is done of some milestones, in a sentence or two: announcements apart from deeds, and what has no record."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Status


def headline(members: Sequence[MilestoneVerdict], announcements: Collection[str]) -> str:
    """The sentences; empty where none of the milestones is pursued. `announcements` are those that are one."""
    standing = [member for member in members if member.status is not Status.WITHDRAWN]
    if not standing:
        return ""
    announced = [member for member in standing if member.slug in announcements]
    others = [member for member in standing if member.slug not in announcements]
    sentence = _done(standing)
    if announced and others:
        sentence = _("%(done)s: %(announcements)s, and %(others)s") % {
            "done": sentence,
            "announcements": _announced(announced),
            "others": _others(others),
        }
    sentences = [_("%(sentence)s.") % {"sentence": sentence}]
    recordless = sum(not member.has_records for member in standing)
    if recordless:
        text = ngettext("For %(count)s there is no record.", "For %(count)s there is no record.", recordless)
        sentences.append(text % {"count": recordless})
    return " ".join(sentences)


def _done(members: Sequence[MilestoneVerdict]) -> str:
    counts = _counts(members)
    text = ngettext(
        "%(count)s of %(total)s milestones is done", "%(count)s of %(total)s milestones are done", counts["count"]
    )
    return text % counts


def _announced(members: Sequence[MilestoneVerdict]) -> str:
    counts = _counts(members)
    text = ngettext("%(count)s of %(total)s announcement", "%(count)s of the %(total)s announcements", counts["total"])
    return text % counts


def _others(members: Sequence[MilestoneVerdict]) -> str:
    counts = _counts(members)
    text = ngettext("%(count)s of %(total)s other", "%(count)s of the %(total)s others", counts["total"])
    return text % counts


def _counts(members: Sequence[MilestoneVerdict]) -> dict[str, int]:
    return {"count": sum(member.status is Status.FULFILLED for member in members), "total": len(members)}
