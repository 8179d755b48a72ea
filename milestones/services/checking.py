"""Whether a row may be saved: the rules of its kind, asked of it beside the other rows of its plan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from milestones.kinds import Kind
from milestones.kinds.constraints import code_of, place
from milestones.kinds.core import KINDS as CORE
from milestones.kinds.core import not_after, not_retracted_after
from milestones.kinds.format import every_kind
from milestones.kinds.kind import plan_keys, plan_of, translated_names
from milestones.kinds.rules import Breach, ListRule
from milestones.models import Observation, Series
from milestones.planfile.faults import UNPRINTABLE
from milestones.registry import registry


def kinds_beside(model: type[Model]) -> tuple[Kind, ...]:
    """The kinds of the app that tells rows of the model; none where no app does."""
    groups = (CORE, *(app.kinds for app in registry.apps()))
    return next((kinds for kinds in groups if any(kind.model is model for kind in kinds)), ())


def kind_of(model: type[Model]) -> Kind | None:
    """The kind of the model's rows; None where no app tells it."""
    return next((kind for kind in every_kind() if kind.model is model), None)


Around = dict[tuple[str, int], Any]
"""What stands in owners beside rows that are written together, by its key and the owner's: it is asked for once."""


def stand_alone(rows: Sequence[Model]) -> bool:
    """Whether these are new records of one kind, of which none can be against another that comes with it."""
    model = type(rows[0])
    kind = kind_of(model)
    if kind is None or not kind.is_of_records or kind.is_ranked or any(type(row) is not model for row in rows):
        return False
    return not (
        any(kind.key in rule.reads for rule in kind.owned_rules)
        or any(rule.reads for rule in kind.row_rules)
        or unique_of(model)[0]
        or any(column.one_to_one for column in model._meta.concrete_fields)
    )


def breaches_of(row: Model, *, at: datetime, around: Around | None = None) -> list[Breach]:
    """What the row, saved or not yet, may not say at this instant; `around` keeps what stands beside it for the next.

    Rows that come with such are asked for together what they break in lists, by `in_lists`.
    A pointer is the key, () for the row as a whole; of another row it is that row's list, slug and key.
    """
    model = type(row)
    kind, kinds = kind_of(model), kinds_beside(model)
    breaches = [*_unprintable(row), *_strays(row), *_repeated(row), *_renamed(row)]
    if kind is None:
        return breaches
    entry = kind.entry_of(row)
    alone = [rule for rule in kind.row_rules if not rule.reads]
    clock = [not_after(at), not_retracted_after(at)] if kind.is_of_records and row._state.adding else []
    breaches += [breach for rule in (*alone, *clock) for breach in rule.breaches(entry)]
    breaches += _in_owner(kind, kinds, row, entry, {} if around is None else around)
    if around is None and all(entry[field.key] is not None for field in kind.fields if field.is_needed):
        breaches += (breach for _row, breach in in_lists([row]))
    return breaches


def breaches_with_parts(row: Model) -> Iterator[Breach]:
    """What a saved row may not say beside what stands in it, which may have been saved after it."""
    kind, kinds = kind_of(type(row)), kinds_beside(type(row))
    for rule in kind.row_rules if kind else ():
        if kind and rule.reads:
            yield from rule.breaches(kind.entry_of(row) | {key: _held(key, row, kinds) for key in rule.reads})


def column_of(model: type[Model], breach: Breach) -> str:
    """The column that the breach is told at; "" for the row as a whole, or another row."""
    if len(breach.pointer) != 1:
        return ""
    (key,) = breach.pointer
    kind = kind_of(model)
    columns = {told: column for column, told in kind.keys.items()} if kind else {}
    return columns.get(str(key), str(key))


def _unprintable(row: Model) -> Iterator[Breach]:
    """The texts that no file could hold."""
    for name in _texts(type(row)):
        if isinstance(words := getattr(row, name), str):
            yield from unprintable(name, words)


def unprintable(key: str, words: str) -> Iterator[Breach]:
    """That the words under a key hold what cannot be printed, if they do."""
    if UNPRINTABLE.search(words):
        yield Breach((key,), "unprintable", _("This holds what cannot be printed. Type it anew."))


@cache
def _texts(model: type[Model]) -> list[str]:
    """The columns that may hold a text of their own: of a translated one those of the languages."""
    translated = translated_names(model)
    return [field.attname for field in model._meta.concrete_fields if field.name not in translated]


def _strays(row: Model) -> Iterator[Breach]:
    """The keys that lead into another plan."""
    plan = plan_of(row)
    for name in plan_keys(type(row)):
        part = getattr(row, name) if getattr(row, f"{name}_id") else None
        if part is not None and plan is not None and plan_of(part) != plan:
            sentence = _("“%(part)s” belongs to another plan. Choose one of this plan.")
            yield Breach((name,), "other_plan", sentence, {"part": str(part)})


def _repeated(row: Model) -> Iterator[Breach]:
    """What another row says already, where one may."""
    constraints, columns = unique_of(type(row))
    for constraint in constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as error:
            own = constraint.violation_error_message  # which Django says in the language of the check
            is_own = own != constraint.default_violation_error_message
            yield Breach((place(constraint),), code_of(constraint), own if is_own else sentence_of(error))
    rows: Any = type(row)._default_manager
    for column in columns:
        value = getattr(row, column.attname)
        if value is not None and rows.exclude(pk=row.pk).filter(**{column.name: value}).exists():
            yield Breach((column.name,), "taken", _("There is one for it already. Choose another."))


def sentence_of(error: ValidationError) -> Any:
    """What it says, in the language of whoever reads it."""
    return lazy(lambda: " ".join(error.messages).replace("%", "%%"), str)()


def is_observed(series: Model, slug: str) -> bool:
    """Whether it is a series, and observations are entered under this slug of it."""
    rows = Observation.objects.filter(series=slug)
    return isinstance(series, Series) and rows.filter(indicator=series.indicator_id).exists()


def _renamed(row: Any) -> Iterator[Breach]:
    """That observations would be left under a slug which is no series' any more."""
    slug = Series.objects.filter(pk=row.pk).values_list("slug", flat=True).first() if isinstance(row, Series) else None
    if slug and slug != row.slug and is_observed(row, slug):
        sentence = _("Observations are entered under the slug “%(slug)s”. Keep it, and add another series.")
        yield Breach(("slug",), "observed", sentence, {"slug": slug})


@cache
def unique_of(model: type[Model]) -> tuple[list[UniqueConstraint], list[Any]]:
    """What no two rows may say alike: together, and in one column."""
    columns = [column for column in model._meta.concrete_fields if column.unique and not column.primary_key]
    return [rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)], columns


def _in_owner(kind: Kind, kinds: Sequence[Kind], row: Any, told: dict[str, Any], kept: Around) -> Iterator[Breach]:
    """What the row breaks in the entry that it stands in; with nothing beside it while that has no row yet."""
    owner = getattr(row, kind.owner, None) if kind.owned_rules else None
    if owner is None:
        return
    entry = told | _singles(kind, kinds, row)
    if ("", owner.pk) not in kept:
        [owner_kind] = [other for other in kinds if other.model is kind.owner_model]
        kept["", owner.pk] = owner_kind.entry_of(owner)
    around = {**kept["", owner.pk]}
    for key in {key for rule in kind.owned_rules for key in rule.reads}:
        if (key, owner.pk) not in kept:
            kept[key, owner.pk] = _held(key, owner, kinds, but=row)
        around[key] = kept[key, owner.pk]
        around[key] += [entry] if key == kind.key else []
    for rule in kind.owned_rules:
        yield from rule.breaches(entry, around)


def _held(key: str, owner: Any, kinds: Sequence[Kind], *, but: Model | None = None) -> list[dict[str, Any]]:
    """The list in the owner's entry under this key, without the row that is asked for."""
    [held] = [kind for kind in kinds if kind.key == key and kind.owner_model is type(owner)]
    rows = held.model._default_manager.filter(**{held.owner: owner.pk})
    return [held.entry_of(row) | _singles(held, kinds, row) for row in rows if row != but]


def _singles(kind: Kind, kinds: Iterable[Kind], row: Model) -> dict[str, Any]:
    """What there is at most one of in the row's entry."""
    told = {}
    for part in kinds:
        if part.is_single and part.owner_model is kind.model:
            held: Any = part.model._default_manager.filter(**{part.owner: row.pk}).first()
            told[part.key] = held and part.entry_of(held)
    return told


def in_lists(rows: Sequence[Any]) -> Iterator[tuple[int, Breach]]:
    """What rows of one kind and plan bring about in its lists that was not so without them; of other rows with slug.

    Each with the index of the row that it is told of.
    """
    kind, plan = kind_of(type(rows[0])), plan_of(rows[0])
    kinds = kinds_beside(type(rows[0]))
    rules = [rule for other in kinds for rule in other.rules if isinstance(rule, ListRule)]
    rules = [rule for rule in rules if kind is not None and kind.key in rule.lists]
    if not rules or kind is None or plan is None:
        return
    asked = [kind for kind in kinds if any(kind.key in rule.lists for rule in rules)]
    lists = {kind.key: list(kind.model._default_manager.filter(**{kind.in_plan: plan})) for kind in asked}
    before, own = _broken(rules, asked, lists), {id(row): index for index, row in enumerate(rows)}
    lists[kind.key] = _with(rows, lists[kind.key])
    for name, (row, breach) in _broken(rules, asked, lists).items():
        if name not in before:
            other = () if id(row) in own else (name[0], breach.params.get("slug", str(row.pk)))
            yield own.get(id(row), 0), replace(breach, pointer=(*other, *breach.pointer[2:]))


def _broken(
    rules: Iterable[ListRule], kinds: Iterable[Kind], rows: Mapping[str, Sequence[Model]]
) -> dict[tuple[str, Any, str], tuple[Model, Breach]]:
    """The breaches by the list and key (of a new row: place) of the row that breaks the rule, and the rule's code."""
    lists = {kind.key: [kind.entry_of(row) for row in rows[kind.key]] for kind in kinds}
    broken = {}
    for breach in (breach for rule in rules for breach in rule.breaches(lists)):
        of, index = str(breach.pointer[0]), int(breach.pointer[1])
        row = rows[of][index]
        broken[of, row.pk or f"new {index}", breach.code] = row, breach
    return broken


def _with(rows: Sequence[Any], stored: Sequence[Any]) -> list[Any]:
    """The stored rows with these as they now are, in their order; new ones stand last."""
    told = {row.pk: row for row in rows if row.pk is not None}
    edited = [told.get(other.pk, other) for other in stored]
    if told and hasattr(rows[0], "rank"):
        edited.sort(key=lambda row: (row.rank, row.pk))
    return [*edited, *(row for row in rows if row.pk is None)]
