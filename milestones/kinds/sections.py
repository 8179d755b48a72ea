"""A kind's list in its pillar app's section of the plan file, derived from the kind's fields."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from milestones.kinds.fields import KindField, ValueType
from milestones.kinds.kind import Kind
from milestones.limits import CODE_LENGTH
from milestones.models import Actor, Area, Indicator, Milestone, Phase, Pillar, Source
from milestones.models.fields import validate_time_zone, validate_web_address
from milestones.planfile.values import as_slug, as_timezone, as_url, string_of
from milestones.sections import Section, SectionTable
from milestones.sections import fields as keys
from milestones.sections.tables import Check

Reader = Callable[[object], Any]

PLAN_PARTS: dict[type[Model], str] = {
    model: str(model._meta.model_name) for model in (Actor, Area, Indicator, Milestone, Phase, Pillar, Source)
}
Codes = tuple[tuple[Any, Reader], ...]
CODES: Codes = ((validate_web_address, as_url), (validate_time_zone, as_timezone))
"""How a string is read that a validator of its column holds to a form."""


def section_of(
    slug: str, kinds: Iterable[Kind], *, checks: tuple[Check, ...] = (), codes: Codes = ()
) -> Section:
    """The section of a pillar app's kinds; `codes` are the readers of its own validators' strings."""
    return Section(slug, tuple(_table(kind, CODES + codes) for kind in kinds), checks)


def _table(kind: Kind, codes: Codes) -> SectionTable:
    told = [field for field in kind.fields if field.name not in kind.shared_names]
    fields = tuple(_key(field, codes) for field in told)
    return SectionTable(kind.key, kind.model, fields, in_plan=kind.in_plan)


def _key(field: KindField, codes: Codes) -> keys.Field:
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
            of_form = [read for validator, read in codes if validator in field.column.validators]
            read = of_form[0] if of_form else string_of(field.column.max_length or CODE_LENGTH)
            return (
                keys.Field(**own, read=read, default="-") if field.is_needed else keys.Code(**own, read=read)
            )
    raise TypeError(f"A section has no key for {field.column}. Name its type in kinds/sections.py.")
