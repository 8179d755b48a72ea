"""What follows from the facts, and what is on record, as read-only parts of a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, Prefetch
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.admin.base import add_address, page_of
from milestones.contingency.explanation import explain
from milestones.contingency.reasons import Reason
from milestones.contingency.scales import Status
from milestones.models import Condition, Gate, MilestoneStatus, PlanStatus
from milestones.selectors.causes import told_reasons
from milestones.selectors.plan_page import plan_names
from milestones.services.rights import may_somewhere
from milestones.state import evaluation_of, state_for
from milestones.wording.reasons import change_sentences, reason_sentences
from milestones.words import STATUS_MARKS

NEWEST = 20
"""How many records a page shows; the list has all."""

EMPTY = "–"


def table(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> SafeString:
    """A table of small things; a dash where there is no row."""
    return render_to_string("admin/milestones/summary.html", {"headings": headings, "rows": list(rows)})


def link(address: str | None, words: object) -> SafeString | str:
    """The words, linked where there is an address."""
    return format_html('<a href="{}">{}</a>', address, words) if address else str(words)


def add_link(user: Any, model: type[Model], words: object, **initial: Any) -> SafeString | str:
    """A link to the model's empty form, begun with these values; nothing for who may not add."""
    return link(add_address(model, **initial), words) if may_somewhere(user, "add", model) else ""


def day(value: Any) -> str:
    """A date or an instant's date in the reader's language."""
    return EMPTY if value is None else notation.day(value)


def badge(status: str) -> SafeString | str:
    """A status as a word with its mark; colour only repeats what the word says. A dash for none."""
    if not status:
        return EMPTY
    return format_html('<span class="status status-{}">{}</span>', status, STATUS_MARKS[Status(status)].word)


def gates_table(milestone: Any) -> SafeString:
    """The gates that the milestone's reader may see with their conditions, each linked to its page."""
    named = Condition.objects.select_related("milestone", "indicator", "pillar")
    gates = milestone.gates.visible_to(milestone.reader).prefetch_related(Prefetch("conditions", named), "readings")
    told = [(gate, requires(gate), page_of(gate)) for gate in gates]
    return render_to_string("admin/milestones/gates.html", {"gates": told})


@admin.display(description=gettext_lazy("Requires"), ordering="require")
def requires(gate: Gate) -> str:
    """How many of its conditions, or which."""
    return {"all": _("all"), "any": _("any")}.get(gate.require, gate.require)


def dates_table(status: MilestoneStatus) -> SafeString:
    """Earliest and established dates of start and completion."""
    return render_to_string("admin/milestones/dates.html", {"status": status})


def why_now(status: MilestoneStatus) -> SafeString | str:
    """Why a milestone has its status, a sentence a line; from published facts, in published names."""
    plan, slug = status.milestone.plan, status.milestone.slug
    computed = PlanStatus.objects.filter(plan=plan).first()
    state = state_for(plan)
    evaluation = evaluation_of(state, computed.on) if computed else None
    if evaluation is None or slug not in evaluation.milestones:  # hidden since, and not yet recomputed
        return EMPTY
    return lines(reason_sentences(explain(evaluation, slug), plan_names(state)))


def why_then(change: Any) -> SafeString | str:
    """Why a milestone got its status, a sentence a line; as far as its reader may be told."""
    reasons = told_reasons(change, state_for(change.plan, change.reader))
    return lines(change_sentences(map(Reason.from_dict, reasons), plan_names(state_for(change.plan))))


def lines(sentences: Iterable[str]) -> SafeString | str:
    """Each sentence in a line of its own; a dash for none."""
    return format_html_join("", "<div>{}</div>", ((sentence,) for sentence in sentences)) or EMPTY
