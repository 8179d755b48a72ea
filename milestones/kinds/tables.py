"""A kind's table of the plan file, derived from its fields: which keys, how each is read, and in which columns kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import override

from milestones.contingency.scales import Grade, Level
from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind, breaches_in_lists
from milestones.kinds.rules import Breach, RowRule
from milestones.limits import CODE_LENGTH
from milestones.models import Plan
from milestones.models.fields import validate_time_zone, validate_web_address
from milestones.planfile import Entry, fields, quantities
from milestones.planfile.composed import Recorded, Retracted
from milestones.planfile.cursor import Cursor
from milestones.planfile.faults import Fault, Path, Refused
from milestones.planfile.table import Lists, Rule, Shape, Table, has_source
from milestones.planfile.to_plan import READ_BY_ENGINE
from milestones.planfile.values import TIMEZONE, URL, Form, string_of

Own = dict[str, Any]
"""What every derived key is told: its key, column, whether it is needed, and its help text."""
FORMS = ((validate_web_address, URL), (validate_time_zone, TIMEZONE))
"""The form of strings that a validator of their column holds to it, where the plan file has words of its own."""

FIRST = ("slug", "date")
LAST = ("source", "verification", "note", "recorded", "embargoed_until", "retracted", "publication")
"""Keys that stand before and after a kind's own, as far as it has them."""


def section_of(slug: str, kinds: Sequence[Kind]) -> Table:
    """A pillar app's section: its kinds' tables under its slug, and their rules."""
    return Table(
        key=slug,
        nested=tables_of(kinds),
        shape=Shape.ONE,
        check=partial(_faults, kinds),
        help=f"The records of {slug}.",
    )


def _faults(kinds: Sequence[Kind], lists: Lists) -> Iterator[Fault]:
    with override("en"):  # as all that is said of plan files
        for breach in breaches_in_lists(kinds, lists):
            yield Fault(breach.pointer, breach.code, breach.message)


def tables_of(kinds: Sequence[Kind]) -> tuple[Table, ...]:
    """The kinds' tables, those of what stands in a row's entry inside the row's own."""
    return tuple(kind_table(kind, kinds) for kind in kinds if not kind.owner)


def kind_table(kind: Kind, kinds: Sequence[Kind]) -> Table:
    """The kind's table, with those of the kinds that stand in its entries."""
    model = kind.model
    own = _fields(kind)
    has_plan = any(column.name == "plan" for column in model._meta.concrete_fields)
    return Table(
        key=kind.key,
        kind=model._meta.label_lower,
        fields=own,
        nested=tuple(kind_table(other, kinds) for other in kinds if other.owner_model is model),
        shape=_shape(kind),
        is_needed=kind.is_needed,
        is_of_records=kind.is_of_records,
        is_ranked=kind.is_ranked,
        in_plan=kind.in_plan,
        owner=f"{kind.owner}_id" if kind.owner else "plan_id" if has_plan else "",
        identity=kind.identity or (("slug",) if any(field.key == "slug" for field in own) else ()),
        rules=tuple(_rules(kind, kinds)),
        help=kind.help_text,
    )


def _rules(kind: Kind, kinds: Sequence[Kind]) -> Iterator[Rule]:
    """What is asked of each entry as it is read: of the core's, for a section is asked as a whole."""
    if kind.model._meta.app_label == Plan._meta.app_label:
        yield from (_asked(rule) for rule in kind.rules if isinstance(rule, RowRule) and not rule.is_owned)
        for inner in kinds:
            if inner.owner_model is kind.model:
                yield from (_asked_inside(inner.key, rule) for rule in inner.owned_rules if not rule.by_hand)
    yield from kind.entry_rules
    if kind.is_of_records:
        yield has_source


def _asked(rule: RowRule) -> Rule:
    def ask(cursor: Cursor, entry: Entry) -> None:
        _report(cursor, cursor.path, rule.breaches(entry))

    return ask


def _asked_inside(key: str, rule: RowRule) -> Rule:
    def ask(cursor: Cursor, entry: Entry) -> None:
        held = entry[key] if isinstance(entry[key], tuple) else filter(None, (entry[key],))
        is_list = isinstance(cursor.raw.get(key), list)
        for index, inner in enumerate(held):
            path = (*cursor.path, key, index) if is_list else (*cursor.path, key)
            _report(cursor, path, rule.breaches(inner, entry))

    return ask


def _report(cursor: Cursor, path: Path, breaches: Iterable[Breach]) -> None:
    with override("en"):
        for breach in breaches:
            place = (*path, *breach.pointer)
            if not cursor.report.is_replaced(place):  # a rule of a stand-in says nothing
                cursor.report.error(place, breach.code, breach.message)


def _shape(kind: Kind) -> Shape:
    if kind.model is Plan or kind.is_single:
        return Shape.ONE
    if kind.is_link:
        return Shape.SLUGS
    return Shape.ONE_OR_LIST if kind.is_often_one else Shape.LIST


def _fields(kind: Kind) -> tuple[fields.Field, ...]:
    """The kind's keys in the order in which they are written, those declared by hand in place of derived ones."""
    declared = [
        *kind.composed,
        *([Recorded()] if kind.is_of_records else []),
        *([Retracted()] if kind.is_retractable else []),
    ]
    taken = {column for field in declared for column in field.columns} | {field.key for field in declared}
    derived = [
        _derived(kind, column)
        for column in kind.fields
        if column.key not in taken and not {column.name, column.column.attname} & taken
    ]
    helped = [field if field.help else replace(field, help=_help(kind, field)) for field in (*derived, *declared)]
    return tuple(sorted(helped, key=_place))


def _place(field: fields.Field) -> int:
    if field.key in FIRST:
        return FIRST.index(field.key) - len(FIRST)
    return LAST.index(field.key) + 1 if field.key in LAST else 0


def _help(kind: Kind, field: fields.Field) -> str:
    """The help text of the first of a key's columns."""
    names = {column.removesuffix("_id") for column in field.columns} | {field.key}
    return next((column.help_text for column in kind.fields if {column.name, column.column.attname} & names), "")


def _derived(kind: Kind, column: KindField) -> fields.Field:
    own: Own = {"key": column.key, "column": column.name, "needed": column.is_needed, "help": column.help_text}
    if column.name == "publication":
        return fields.Word(**own | {"needed": False}, words=tuple(column.words), default="published")
    return _DERIVED[column.value_type](kind, column, own)


def _code(kind: Kind, column: KindField, own: Own) -> fields.Field:
    held = [form for validator, form in FORMS if validator in column.column.validators]
    return fields.Code(**own, form=held[0] if held else _form(column.column), default=column.default or None)


def _form(column: Any) -> Form:
    """The form of a string that the column's validators accept."""
    as_string = string_of(column.max_length or CODE_LENGTH)

    def read(value: object) -> str | None:
        words = as_string(value)
        for validate in column.validators if words is not None else ():
            try:
                validate(words)
            except ValidationError as error:
                with override("en"):
                    raise Refused(str(error.code), " ".join(error.messages)) from error
        return words

    patterns = [str(held.regex.pattern) for held in column.validators if isinstance(held, RegexValidator)]  # type: ignore[union-attr] # compiled by then
    pattern = patterns[0].removeprefix(r"\A").removesuffix(r"\Z") if patterns else ""
    return Form(read, column.max_length or CODE_LENGTH, pattern)


def _word(kind: Kind, column: KindField, own: Own) -> fields.Field:
    words = tuple(str(word) for word in column.words)
    default = str(column.default) if column.default else None
    return fields.Word(**own, words=words, default=default, called=kind.called.get(column.key, ""))


def _scale(kind: Kind, column: KindField, own: Own) -> fields.Field:
    steps = Grade if column.name == "verification" else Level
    default = None if column.default is None else steps(column.default)
    return fields.Scale(**own, steps=steps, default=default, always=kind.is_of_records)


def _number(kind: Kind, column: KindField, own: Own) -> fields.Field:
    default = None if column.default is None else Decimal(column.default)
    # What the engine reads it reads of files too, which may be more exact than the database.
    return quantities.Number(**own, default=default, fits=kind.model._meta.label_lower not in READ_BY_ENGINE)


def _named(kind: Kind, column: KindField, own: Own) -> fields.Field:
    assert column.references is not None
    return fields.Named(**own, kind=column.references._meta.label_lower)


Maker = Callable[[Kind, KindField, Own], fields.Field]
_DERIVED: dict[ValueType, Maker] = {
    ValueType.SLUG: lambda kind, column, own: fields.Slug(**own),
    ValueType.TEXT: lambda kind, column, own: fields.Words(**own, short=column.is_short),
    ValueType.CODE: _code,
    ValueType.WORD: _word,
    ValueType.SCALE: _scale,
    ValueType.FLAG: lambda kind, column, own: quantities.Flag(**own | {"needed": False}),
    ValueType.DAY: lambda kind, column, own: quantities.Day(**own),
    ValueType.INSTANT: lambda kind, column, own: quantities.Instant(**own),
    ValueType.NUMBER: _number,
    ValueType.WHOLE: lambda kind, column, own: quantities.Whole(**own, default=column.default),
    ValueType.REFERENCE: _named,
}
