"""Changes of status as an Atom feed (RFC 4287)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from milestones.contingency.scales import Status
from milestones.models import StatusChange
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.state import PlanState
from milestones.wording.causes import causes_in_words
from milestones.words import STATUS_MARKS


class ChangeFeed(Atom1Feed):
    """A feed whose time is that of its newest entry or, without any, the instant `since`."""

    def latest_post_date(self) -> datetime:
        if self.items:
            return super().latest_post_date()
        since: datetime = self.feed["since"]
        return since


def add_changes(
    feed: ChangeFeed,
    changes: Iterable[tuple[StatusChange, Iterable[Mapping[str, Any]]]],
    state: PlanState,
    *,
    page: str,
    tag: str,
) -> None:
    """Add the changes as entries; `page` makes of a milestone's slug the address of its page.

    `tag` makes of a change's day and number the id that its entry has for ever (RFC 4151).
    """
    names = plan_names(state)
    for row, causes in changes:
        told = _("; ").join(causes_in_words(causes, names))
        feed.add_item(
            title=_title(row, names),
            link=page.format(row.milestone.slug),
            description=escape(_("Cause: %(causes)s.") % {"causes": told} if told else ""),
            unique_id=tag.format(row.computed_at.date().isoformat(), row.pk),
            pubdate=row.computed_at,
            updateddate=row.computed_at,
            categories=[names.pillars.get(row.milestone.pillar.slug, "")],
        )


def _title(row: StatusChange, names: PlanNames) -> str:
    new = {"milestone": names.milestones[row.milestone.slug], "new": STATUS_MARKS[Status(row.new)].word}
    if not row.old:
        return _("%(milestone)s: %(new)s") % new
    old = {"old": STATUS_MARKS[Status(row.old)].word}
    return _("%(milestone)s: %(old)s → %(new)s") % (new | old)
