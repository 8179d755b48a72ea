"""A kind's list in its pillar app's section of the plan file, derived from the kind's fields."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind, breaches_in_lists
from milestones.limits import CODE_LENGTH
from milestones.models import Actor, Area, Indicator, Milestone, Phase, Pillar, Source
from milestones.planfile.faults import Refused
from milestones.planfile.values import as_slug, string_of
from milestones.sections import Section, SectionTable
from milestones.sections import fields as keys

Reader = Callable[[object], Any]

PLAN_PARTS: dict[type[Model], str] = {
    model: str(model._meta.model_name) for model in (Actor, Area, Indicator, Milestone, Phase, Pillar, Source)
}


def section_of(slug: str, kinds: Sequence[Kind]) -> Section:
    """The section of a pillar app's kinds."""
    return Section(slug, tuple(map(_table, kinds)), partial(breaches_in_lists, kinds))


def _table(kind: Kind) -> SectionTable:
    told = [field for field in kind.fields if field.name not in kind.shared_names]
    fields = tuple(_key(field) for field in told)
    return SectionTable(kind.key, kind.model, fields, in_plan=kind.in_plan)


def _key(field: KindField) -> keys.Field:
    own: dict[str, Any] = {"key": field.key, "needed": field.is_needed}
    if field.is_translated:
        return keys.Words(**own, short=field.is_short)
    own["column"] = field.name
    match field.value_type:
        case ValueType.REFERENCE:
            assert field.references is not None
            return keys.Named(**own, model=field.references, kind=PLAN_PARTS.get(field.references, "") or "")
        case ValueType.WORD:
            words = {word: word for word in field.words}
            if field.column.blank:
                return keys.Code(**own, read=keys.word(field.key, words).read)
            return keys.word(words=words, default=field.default or next(iter(words)), **own)
        case ValueType.SLUG:
            return keys.Field(**own, read=as_slug, default="x")
        case ValueType.FLAG:
            return keys.flag(**own | {"needed": False})
        case ValueType.DAY:
            return keys.day(**own)
        case ValueType.NUMBER:
            return keys.number(**own)
        case ValueType.WHOLE:
            return keys.whole(**own)
        case ValueType.CODE:
            read = _string(field.column)
            return (
                keys.Field(**own, read=read, default="-") if field.is_needed else keys.Code(**own, read=read)
            )
    raise TypeError(f"A section has no key for {field.column}. Name its type in kinds/sections.py.")


def _string(column: Any) -> Reader:
    """A reader of a string that the column's validators accept."""
    as_string = string_of(column.max_length or CODE_LENGTH)

    def read(value: object) -> Any:
        words = as_string(value)
        for validate in column.validators if words is not None else ():
            try:
                validate(words)
            except ValidationError as error:
                raise Refused(str(error.code), " ".join(error.messages)) from error
        return words

    return read
