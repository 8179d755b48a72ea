"""The rules that a plan answers to as a whole, asked of the rows once an edit is written and before it counts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones.contingency.checks import find_faults
from milestones.contingency.findings import Place, PlanFault, Severity
from milestones.kinds.rules import Breach
from milestones.loading.stored import Everyone
from milestones.models import Condition, Indicator, Milestone, Plan, Publication, ScheduleRevision, Series
from milestones.models.publication import EVERYTHING, publications_seen_by
from milestones.services.rights import Author
from milestones.state.plan_state import engine_plan
from milestones.wording.columns import fault_sentence


def plan_breaches(plan: Plan, rows: Collection[Model] | None = None) -> list[Breach]:
    """What the plan as a whole may not say, or (as warnings) had better not; pointers lead from the plan, by slugs."""
    return [*map(_breach, _faults(plan)), *hidden_conditions(plan, rows)]


def within_sight(breaches: Sequence[Breach], plan: Plan, user: Author) -> Iterator[Breach]:
    """The breaches as the user may be told them: one that speaks of what he does not see says only that there is one.

    Of a warning he then hears nothing.
    """
    hidden = list(_hidden_words(plan, user)) if breaches else []
    spoken = re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in hidden))
    for breach in breaches:
        told = " ".join([*map(str, breach.pointer), breach.message])
        if not (hidden and spoken.search(told)):
            yield breach
        elif not breach.is_warning:
            yield Breach((), breach.code, _("Something that you do not see does not go with this."))


def _hidden_words(plan: Plan, user: Author) -> Iterator[str]:
    """The slugs and names, in every language, of the plan's rows that the user does not see."""
    if isinstance(user, Everyone) or publications_seen_by(user, plan.pk) >= EVERYTHING:
        return
    for model in (Milestone, Indicator):
        rows: Any = model._default_manager.filter(plan=plan)
        seen = rows.visible_to(user).values("pk")
        for words in rows.exclude(pk__in=seen).values_list("slug", "name_en", "name_ar", "name_he"):
            yield from filter(None, words)
    revisions = ScheduleRevision.objects.filter(milestone__plan=plan)
    if revisions.exclude(pk__in=revisions.visible_to(user).values("pk")).exists():
        yield "schedule"  # the step in a pointer


def _breach(fault: PlanFault) -> Breach:
    place = fault.place
    pointer = (place.entries, place.slug, *("gates" if step == "groups" else step for step in place.steps))
    words = {"place": lazy(_place, str)(place), "fault": lazy(fault_sentence, str)(fault)}
    return Breach(pointer, fault.code, _("%(place)s: %(fault)s."), words, fault.severity is Severity.WARNING)


def _faults(plan: Plan) -> list[PlanFault]:
    series: dict[str, list[str]] = {}
    declared = Series.objects.filter(indicator__plan=plan).order_by("rank", "id")
    for indicator, slug in declared.values_list("indicator__slug", "slug"):
        series.setdefault(indicator, []).append(slug)
    return find_faults(engine_plan(plan), series=series)


def _place(place: Place) -> str:
    """The place in the words of the forms, its numbers from 1 as people count."""
    words = {
        "plan": gettext("plan"),
        "milestones": gettext("milestone"),
        "indicators": gettext("indicator"),
        "groups": gettext("group of conditions"),
        "conditions": gettext("condition"),
        "schedule": gettext("schedule revision"),
    }
    steps = [f"{words[place.entries]} “{place.slug}”"]
    for step in place.steps:
        if isinstance(step, int):
            steps[-1] += f" {step + 1}"
        else:
            steps.append(words.get(step, step))
    return ", ".join(steps)


SEEN_AT_LEAST_AS_FAR = {
    Publication.PUBLISHED: {Publication.PUBLISHED},
    Publication.RESTRICTED: {Publication.PUBLISHED, Publication.RESTRICTED},
    Publication.DRAFT: set(Publication),
}
"""What a gate may name, by the publication of its milestone."""


def hidden_conditions(plan: Plan, rows: Collection[Model] | None = None) -> Iterator[Breach]:
    """Each condition of a gate that would show while what it names is hidden; of written rows what has part in them.

    A gate is seen with its milestone. With a condition hidden it would promise something else, so such a gate is
    shown to nobody who may not see the condition; what people see as published must not vanish so. A pillar is
    hidden with the last of its milestones; of one without any the engine says so itself.
    """
    of_pillars: dict[int, set[str]] = {}
    placed = Milestone.objects.filter(plan=plan).order_by().values_list("pillar_id", "publication").distinct()
    for pillar, publication in placed:
        of_pillars.setdefault(pillar, set()).add(publication)
    hidden = [pillar for pillar, seen in of_pillars.items() if Publication.PUBLISHED not in seen]
    less_seen = EVERYTHING - {Publication.PUBLISHED}  # what all see may be named by any
    may_breach = Q(milestone__publication__in=less_seen) | Q(indicator__publication__in=less_seen)
    conditions = Condition.objects.filter(may_breach | Q(pillar__in=hidden), gate__milestone__plan=plan).select_related(
        "gate__milestone", "milestone", "indicator", "pillar"
    )
    written = None if rows is None else {(type(row), row.pk) for row in rows}  # an import has a hundred thousand
    are_placed = not rows or any(isinstance(row, Milestone) for row in rows)
    for condition in conditions.order_by("gate__milestone__rank", "gate__milestone_id", "gate_id", "rank", "pk"):
        part = (condition, condition.gate, condition.gate.milestone, condition.milestone, condition.indicator)
        has_part = written is None or any(row and (type(row), row.pk) in written for row in part)
        if has_part or (condition.pillar and are_placed):
            yield from _hidden(condition, of_pillars)


def _hidden(condition: Condition, of_pillars: Mapping[int, set[str]]) -> Iterator[Breach]:
    gate = condition.gate
    pointer = ("milestones", gate.milestone.slug, "gates", gate.rank, "conditions", condition.rank)
    far_enough = SEEN_AT_LEAST_AS_FAR[Publication(gate.milestone.publication)]
    words = {
        "before": gate.get_before_display(),
        "milestone": str(gate.milestone),
        "publication": gate.milestone.get_publication_display(),
    }
    if condition.pillar is not None and far_enough.isdisjoint(of_pillars.get(condition.pillar.pk, far_enough)):
        sentence = _(
            "What must come before the %(before)s of “%(milestone)s” (%(publication)s) waits for the pillar "
            "“%(pillar)s”, and none of that pillar’s milestones is seen as far. Show one of them as far, or take that "
            "condition out first."
        )
        yield Breach((*pointer, "pillar"), "hidden_pillar", sentence, words | {"pillar": str(condition.pillar)})
    named: Milestone | Indicator | None = condition.milestone or condition.indicator
    if named is not None and named.publication not in far_enough:
        sentence = _(
            "What must come before the %(before)s of “%(milestone)s” (%(publication)s) names the %(kind)s “%(named)s”, "
            "which is %(hidden)s. Publish “%(named)s” as far, or take that condition out first."
        )
        words |= {"kind": str(named._meta.verbose_name), "named": str(named), "hidden": named.get_publication_display()}
        yield Breach((*pointer, str(named._meta.model_name)), "hidden_condition", sentence, words)
