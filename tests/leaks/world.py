"""A plan with a published row of every kind, and hidden ones beside each in every way in which it can be hidden."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField

from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.models import AppendOnly, Condition, Milestone, Plan
from milestones.models.publication import Bounded, Published
from milestones.services.ledger import append_to_log
from tests import factories as make
from tests.api.cast import make_cast, settle
from tests.leaks.beside import beside
from tests.leaks.sentinels import DRAFT, EMBARGOED, HIDINGS, PUBLISHED, Hiding, mark
from tests.pillars.demilitarisation import conftest as demilitarisation
from tests.pillars.governance import conftest as governance
from tests.pillars.reconstruction import conftest as reconstruction

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


@dataclass
class World:
    """The plan `accord`, its rows by model, and the hidden rows by the way in which they are hidden."""

    plan: Plan
    seen: dict[Any, Any] = field(default_factory=dict)
    hidden: dict[Hiding, dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))
    beside: dict[Hiding, dict[Any, Any]] = field(default_factory=dict)
    """What is no kind's, and tells of one of the hidden."""

    def told_of(self, hiding: Hiding) -> Any:
        """A hidden row that others tell of: a milestone where one can be hidden so."""
        rows = self.hidden[hiding]
        return rows.get(Milestone) or next(iter(rows.values()))


KINDS: dict[Any, Kind] = {kind.model: kind for kind in every_kind()}


def make_world() -> World:
    """The world, recomputed before there was anything hidden and since."""
    plan = make_cast(hidden=()).plan
    for pillar in (governance, reconstruction, demilitarisation):
        pillar.rows_of_every_kind(plan)
    make.make_clause(make.make_source(plan, "annex"))
    settle(plan)
    world = World(plan)
    for model in KINDS:
        world.seen[model] = model._default_manager.visible_to(None).order_by("pk").last()
        assert world.seen[model] is not None, f"{model._meta.label}: give {__name__} one published row of this kind"
    for hiding in (*HIDINGS, PUBLISHED):
        _hide_one_of_each(world, hiding)
    _lead_to_hidden(world)
    for hidden_plan in Plan.objects.all():
        settle(hidden_plan)
    assert append_to_log()  # which is done once a recompute is committed, and nothing is here
    keeper = make.make_user("keeper", is_staff=True)
    for hiding in HIDINGS:
        world.beside[hiding] = beside(world.told_of(hiding), world.plan, keeper, hiding)
    return world


def _hide_one_of_each(world: World, hiding: Hiding) -> None:
    for model in KINDS:
        if hiding is EMBARGOED and not any(column.name == "embargoed_until" for column in model._meta.concrete_fields):
            continue
        row = _copy(world.seen[model])
        if model is Plan and hiding is PUBLISHED:
            world.hidden[hiding][model] = world.plan
            continue
        if isinstance(row, Published):
            row.publication = hiding.name if hiding is not EMBARGOED else "published"
            if hiding is EMBARGOED:
                row.embargoed_until = NOW.date() + dt.timedelta(days=30)
        if hiding is PUBLISHED or not isinstance(row, Published):
            _lead_up(row, world.hidden[hiding], all_keys=hiding is PUBLISHED)
        world.hidden[hiding][model] = mark(row, KINDS[model], hiding) if model in KINDS else _saved(row)


def _copy(row: Any) -> Any:
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for column in copy._meta.concrete_fields:
        if isinstance(column, BooleanField):
            setattr(copy, column.name, column.get_default())  # of some flags a plan has one
    return copy


def _saved(row: Any) -> Any:
    row.save()
    return row


def _lead_up(row: Any, marked: dict[Any, Any], *, all_keys: bool) -> None:
    """Have the row hang on a marked one: the first that it can; else on the plan, with the marked rows of that plan."""
    keys = [key for key in row._meta.concrete_fields if key.is_relation and getattr(row, key.attname) is not None]
    keys = [key for key in keys if key.related_model in marked]
    above = [key for key in keys if key.name in row.hangs_on and key.name != "plan"]
    if above and not all_keys:
        keys = above[:1]
    elif not all_keys:
        keys = [key for key in keys if getattr(marked[key.related_model], "plan", None) in (None, marked.get(Plan))]
    for key in keys:
        setattr(row, key.name, marked[key.related_model])


def keys_to_what_may_be_hidden(model: type[Bounded]) -> list[Any]:
    """The model's keys to rows that may be hidden while it is seen."""
    return [
        key
        for key in model._meta.concrete_fields
        if key.many_to_one
        and key.related_model is not Plan
        and key.name not in (*model.hangs_on, "replaces")
        and issubclass(key.related_model or Plan, Published)
    ]


def _lead_to_hidden(world: World) -> None:
    """Have each such key of a row that all may see lead to what they may not; a gate would be hidden with it."""
    for model, row in world.hidden[PUBLISHED].items():
        for key in () if issubclass(model, AppendOnly | Condition) else keys_to_what_may_be_hidden(model):
            if key.name.endswith("_after"):
                prefix = key.name.removesuffix("_after")
                for column, value in {"on": None, "days": 3, "reaches": 3}.items():
                    setattr(row, f"{prefix}_{column}", value)
            setattr(row, key.name, world.hidden[DRAFT][key.related_model])
            row.save()
