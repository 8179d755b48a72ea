"""The analyst's desk: the daily work of one plan, what waits for her, and the plan as a tree, each thing linked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones import notation
from milestones.kinds import Kind
from milestones.models import Assessment, Observation, Plan, Position, RecomputeMark, ScheduleRevision
from milestones.models.publication import plan_path
from milestones.registry import registry
from milestones.selectors.desk import Branch, Desk
from milestones.selectors.plan_page import plan_names
from milestones.state import state_for

DAILY = ((Assessment, "a"), (Observation, "o"), (ScheduleRevision, "s"), (Position, "p"))
"""What is nine tenths of the work, each with its access key."""
FIRST, MOST = 5, 100
"""How many of a pile are shown, and how many more are unfolded."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page of the admin; `beside` is what is told after them."""

    words: str
    address: str
    beside: str = ""
    inner: Sequence["Link"] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits of one sort: its count, the first few, more to unfold, and where all are listed, if anywhere."""

    title: str
    count: int
    first: Sequence[Link]
    more: Sequence[Link]
    address: str = ""


def desk_context(
    plan: Plan, user: Any, *, may_publish: Callable[[Any], bool], may_add: Callable[[Any], bool]
) -> dict[str, Any]:
    """What the desk's template lays out."""
    state = state_for(plan, user)
    desk = Desk(state, user, state.until, may_publish)
    return {
        "desk_plan": plan,
        "daily": [
            Link(capfirst(str(model._meta.verbose_name)), address(model, "add"), key=key)
            for model, key in DAILY
            if may_add(model)
        ],
        "piles": _piles(desk),
        "branches": [_branch(branch, desk) for branch in desk.branches()],
    }


def address(model: type[Model], page: str, *keys: object) -> str:
    """The address of a page of the model in the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=keys)


def row_link(row: Any, beside: str = "", inner: Sequence[Link] = ()) -> Link:
    """A row by its name, linked to its page."""
    return Link(str(row), address(type(row), "change", row.pk), beside, inner)


def _piles(desk: Desk) -> list[Pile]:
    turned = [row_link(gate, _("open") if is_open else _("closed")) for gate, is_open in desk.turned]
    indicators = plan_names(desk.state).indicators
    stale = [
        row_link(
            indicator, " · ".join(filter(None, (indicators[indicator.slug].series.get(series), notation.day(day))))
        )
        for indicator, series, day in desk.stale
    ]
    told = partial(_told, desk)
    return [
        _pile(_("My drafts"), map(told, desk.own_drafts)),
        _pile(_("Sent back"), (row_link(row, remarks) for row, remarks in desk.sent_back)),
        _pile(_("To review"), map(told, desk.to_review)),
        _pile(_("Overdue"), map(row_link, desk.overdue)),
        _pile(_("Contested"), map(told, desk.contested)),
        _pile(_("Series gone stale"), stale),
        _pile(_("Gates that opened or closed this week"), turned),
        _pile(_("Records without a source"), map(told, desk.unsourced)),
        _pile(
            _("Waiting for the recompute"),
            [Link(notation.instant(mark.raised_at), address(RecomputeMark, "change", mark.pk)) for mark in desk.marks],
            address(RecomputeMark, "changelist"),
        ),
    ]


def _pile(title: str, links: Iterable[Link], listed: str = "") -> Pile:
    told = list(links)
    return Pile(title, len(told), told[:FIRST], told[FIRST : FIRST + MOST], listed)


def _told(desk: Desk, row: Any) -> Link:
    words = [str(row._meta.verbose_name), *([_("submitted")] if desk.is_waiting(row) else ())]
    return row_link(row, " · ".join(words))


def _branch(branch: Branch, desk: Desk) -> dict[str, Any]:
    app = registry.app(branch.pillar.slug) if branch.pillar else None
    return {
        "pillar": row_link(branch.pillar) if branch.pillar else Link(_("No pillar"), ""),
        "milestones": [row_link(row, inner=[row_link(gate) for gate in gates]) for row, gates in branch.milestones],
        "indicators": [row_link(row, row.unit, [row_link(one) for one in series]) for row, series in branch.indicators],
        "kinds": _kinds(app.kinds, desk) if app else [],
    }


def _kinds(kinds: Sequence[Kind], desk: Desk) -> list[Link]:
    """A pillar app's lists, each below that of what its rows are about; what is entered on another's page has none."""
    listed = [kind for kind in kinds if not (kind.is_single or kind.is_link)]
    models = {kind.model for kind in listed}

    def below(owner: Any) -> list[Link]:
        return [_list_link(kind, desk, below(kind.model)) for kind in listed if _about(kind, models) is owner]

    return below(None)


def _list_link(kind: Kind, desk: Desk, inner: Sequence[Link]) -> Link:
    return Link(kind.heading, address(kind.model, "changelist"), notation.plain_number(desk.count(kind)), inner)


def _about(kind: Kind, models: set[Any]) -> Any:
    """The model of what a row is about, if it is one of these."""
    way = plan_path(kind.model).partition("__")[0]
    about = kind.model._meta.get_field(way).related_model
    return about if about in models else None
