"""Who may see what: setting it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from milestones.kinds.format import every_kind
from milestones.kinds.kind import plan_of
from milestones.kinds.rules import Breach
from milestones.loading.rows import RowWriter
from milestones.models import Audience, Condition, Milestone, Pillar, Plan, PlanEntry, Publication
from milestones.models.publication import Published
from milestones.selectors.changes import place_of
from milestones.services.retraction import never_to_count
from milestones.services.rights import Author, is_allowed, refuse_unless_all
from milestones.services.rights import place_of as held_at
from milestones.services.saving import Entered, all_or_none, beyond_sight


def set_publication(rows: Iterable[Published], publication: Publication, *, user: Author, at: datetime) -> Entered:
    """Give rows this publication, and ask their plans; the rows are those that did not have it.

    Raises PermissionDenied where the user may not change or see such rows.
    """
    changed = [row for row in rows if row.publication != publication]
    refuse_unless_all(user, "publish", changed)
    if faults := never_to_count(changed):
        return Entered(faults=faults)
    writer = RowWriter(user=user, at=at)

    def write() -> Iterable[Breach]:
        for row in changed:
            row.publication = publication
            yield from beyond_sight(row, user)
            # One by one so that history and recompute hear of it; this column alone, for modeltranslation would write
            # the bare text columns in the reader's language.
            writer.write(row, {"publication"})

    return all_or_none(write, changed, user=user)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of a plan: those that hang on what was chosen, by themselves, and those that stay behind.

    `named` are those of the chosen that are so only since conditions of the others name them.
    """

    chosen: list[Any]
    staying: list[Any]
    named: Sequence[Any] = ()


def drafts_of(plan: Plan, rows: Sequence[Any], user: Any) -> Drafts:
    """The drafts that the user sees, parents first: those among the rows of the plan or hanging on them, and the rest.

    On a plan hangs all of it, on a pillar what belongs to it; and on a milestone what its conditions name, which is
    seen as far or hides them. What the user may not publish stays, and what was retracted; of that what never counted
    is nobody's draft any more.
    """
    drafts, reached, chosen, named = list(_drafts(plan, user)), rows, set[Any](), list[Any]()
    allowed = [one for one in drafts if not getattr(one, "retracted_at", None) and is_allowed(user, "publish", one)]
    while reached:
        on = [draft for draft in allowed if draft not in chosen and any(_is_on(draft, row) for row in reached)]
        chosen.update(on)
        waiting = [draft.pk for draft in on if isinstance(draft, Milestone)]
        conditions = Condition.objects.filter(gate__milestone__in=waiting).select_related("milestone", "indicator")
        awaited = {condition.milestone or condition.indicator for condition in conditions}
        reached = [draft for draft in allowed if draft in awaited and draft not in chosen]
        named += reached
    return Drafts([one for one in drafts if one in chosen], [one for one in drafts if one not in chosen], named)


def _drafts(plan: Plan, user: Any) -> Iterator[Any]:
    for kind in every_kind():
        if kind.is_published:
            model: Any = kind.model
            drafts = model.objects.filter(publication=Publication.DRAFT).visible_to(user)
            if kind.is_retractable:
                entries = PlanEntry.objects.filter(plan=plan, kind=kind.model._meta.label_lower)
                counted = entries.within(Audience.RESTRICTED.publications).values("key")
                drafts = drafts.filter(Q(retracted_at=None) | Q(pk__in=counted))
            yield from drafts.filter(**{kind.in_plan: plan.pk}).order_by("pk")


def _is_on(draft: Any, row: Any) -> bool:
    if isinstance(row, Plan):
        return plan_of(draft) == row.pk
    if isinstance(row, Pillar):
        return held_at(draft).pillar == row.slug
    return row in (draft, place_of(draft).part)
