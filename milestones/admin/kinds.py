"""Kinds of rows in the admin: what is entered together is declared; the rest of a kind's pages follows from its model.

The classes are made here and are found by their names: of a model `Seat` comes `SeatAdmin`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model
from modeltranslation.utils import get_translation_fields

from milestones.admin.actions import PUBLICATION_ACTIONS, WHOLE, publish_whole
from milestones.admin.grid import GridPage
from milestones.admin.histories import HistoryAdmin
from milestones.admin.lists import PlanFilter, PlanPartFilter, ValueFilter
from milestones.admin.row_pages import AddOnlyAdmin, RecordAdmin, RetractableAdmin, StructureAdmin
from milestones.kinds import Kind, ValueType
from milestones.kinds.kind import translated_names
from milestones.limits import NAME_LENGTH
from milestones.models import Actor
from milestones.models.parts import PlanPart
from milestones.services.checking import unique_of

Row = str | tuple[str, ...]
"""A row of a form: a field, or several side by side."""
NAMES = ("name", "title")
"""The columns by which a row is called."""
LAST = (("source", "verification"), ("publication", "embargoed_until"), "note")
"""The last fields of a record's form."""
STANDING = ("verification", "source", "publication")
"""The last columns of a list of records."""
NARROWING = (ValueType.WORD, ValueType.SCALE, ValueType.FLAG)
SEARCHED = (ValueType.SLUG, ValueType.CODE, ValueType.TEXT)


class Section:
    """Rows of a form under a title of their own."""

    def __init__(self, title: Any, *rows: Row) -> None:
        self.title, self.rows = title, rows


class Form:
    """How the rows of a kind are entered: each item is a field, a tuple of fields side by side, or a section.

    `page` is a class with what is special to the kind's pages, and `options` are what they declare beside it; neither
    is derived then. `carried` names what the next form begins with too, `narrowed_by` the columns, and the keys
    further on, that narrow the list too, and `unlisted` what the list has no room for. With `has_grid` many are
    entered in a table as well.
    """

    def __init__(
        self,
        *rows: Row | Section,
        page: type[admin.ModelAdmin[Any]] | None = None,
        carried: tuple[str, ...] = (),
        narrowed_by: tuple[str, ...] = (),
        unlisted: tuple[str, ...] = (),
        has_grid: bool = False,
        **options: Any,
    ) -> None:
        self.rows = tuple(row for row in rows if not isinstance(row, Section))
        self.sections = tuple(row for row in rows if isinstance(row, Section))
        self.page, self.options = page, options
        self.carried, self.narrowed_by, self.unlisted, self.has_grid = carried, narrowed_by, unlisted, has_grid


def register(kinds: Iterable[Kind], forms: Mapping[Any, Form]) -> None:
    """Put the kinds into the admin; one without a form of its own is entered in its model's order."""
    for kind in kinds:
        admin.site.register(kind.model, KindPages(kind, forms.get(kind.model, Form())).admin_class())


class KindPages:
    """What follows for the list and the form of a kind."""

    def __init__(self, kind: Kind, form: Form) -> None:
        self.kind, self.form = kind, form
        self.fields = {field.name: field for field in kind.fields_alone}
        self.plan = ("plan",) if kind.in_plan == "plan" else ()
        self.belongs = (*self.plan, *filter(None, (kind.owner,)))
        self.keys = [field for field in kind.fields_alone if field.value_type is ValueType.REFERENCE]
        self.in_sections = {name for section in form.sections for name in _flat(section.rows)}
        self.rows = tuple(self._rows())
        own = {name: field for name, field in self.fields.items() if name not in kind.shared_names}
        laid_out = (*self.rows, *(row for section in form.sections for row in section.rows))
        self.own = [own[name] for name in _flat(laid_out) if name in own]

    def admin_class(self) -> type[admin.ModelAdmin[Any]]:
        """The class of the kind's pages."""
        page = self.form.page or self._base
        written = {name for cls in page.__mro__ if cls not in self._base.__mro__ for name in vars(cls)}
        options = self._of_records() if self.kind.is_of_records else self._of_parts()
        listed: Any = page.list_display if "list_display" in written else options["list_display"]
        listed = self.form.options.get("list_display", listed)
        options |= {
            "list_filter": tuple(self._filters()),
            "list_select_related": tuple(self._joined(listed)),
            "search_fields": tuple(self._searched()),
            "autocomplete_fields": (*self.plan, *(key.name for key in self.keys)),
            "carried": tuple(self._carried()),
        }
        derived = {name: value for name, value in options.items() if name not in written}
        module = {"__module__": self.kind.model.__module__}
        pages = (GridPage, page) if self.form.has_grid else (page,)
        return type(f"{self.kind.model.__name__}Admin", pages, module | derived | self.form.options)

    @property
    def _base(self) -> type[admin.ModelAdmin[Any]]:
        is_translated = bool(translated_names(self.kind.model))
        if self.kind.is_retractable:
            return RetractableAdmin
        if self.kind.is_of_records:
            return RecordAdmin if is_translated else AddOnlyAdmin
        return StructureAdmin if is_translated else HistoryAdmin

    def _rows(self) -> Iterator[Any]:
        """The form's own rows, the plan or the owner first; what the layout does not name stands last."""
        named = set(_flat(self.form.rows)) | self.in_sections
        yield from (name for name in self.belongs if name not in named)
        yield from self.form.rows
        if self.kind.is_of_records and "date" not in named:
            yield "date"
        yield from (field.name for field in self.kind.fields if field.name not in named | self.kind.shared_names)

    def _of_records(self) -> dict[str, Any]:
        named = set(_flat(self.rows))
        columns = ("date", *self.columns())
        standing = ("is_standing",) if self.kind.is_retractable else ()
        return {
            "entered": (*self.rows, *_kept(LAST, self.fields.keys() - named)),
            "list_display": (*columns, *(name for name in STANDING if name in self.fields), *standing),
            "list_display_links": columns[:2],
        }

    def _of_parts(self) -> dict[str, Any]:
        publication = ("publication",) if self.kind.is_published else ()
        rank = ("rank",) if self.kind.is_ranked else ()
        slug = ("slug",) if "slug" in self.fields else ()
        named = set(_flat(self.rows)) | self.in_sections
        last = (name for name in (*publication, *rank) if name not in named)
        sections = ((section.title, {"fields": section.rows}) for section in self.form.sections)
        return {
            "actions": (
                *(PUBLICATION_ACTIONS if publication else ()),
                *((publish_whole,) if self.kind.model in WHOLE else ()),
            ),
            "fieldsets": ((None, {"fields": (*self.rows, *last)}), *sections),
            "list_display": ("__str__", *slug, *self.columns(), *publication, *self.plan, *rank),
            "fixed": self.belongs,
        }

    def columns(self) -> Iterator[str]:
        """The kind's own columns of its list: all that are short, but for the name and the slug, and have room."""
        for field in self.own:
            is_long = field.value_type in SEARCHED and not 0 < (field.column.max_length or 0) <= NAME_LENGTH
            if not is_long and field.name not in ("slug", *NAMES, *self.form.unlisted):
                yield field.name

    def _joined(self, columns: Collection[str]) -> Iterator[str]:
        """The rows by which the columns' keys are called."""
        yield from (name for name in self.plan if name in columns)
        yield from (_path(key.name, called_by(key.references)) for key in self.keys if key.name in columns)

    def _filters(self) -> Iterator[Any]:
        """By plan, by the plan's coordinates, by words, and by how a record stands."""
        yield self.kind.in_plan, PlanFilter
        yield from ((path, PlanPartFilter) for path in self.form.narrowed_by if "__" in path)
        for field in self.own:
            if field.references and (field.name in self.form.narrowed_by or _is_coordinate(field.references)):
                yield field.name, PlanPartFilter
            elif field.value_type in NARROWING:
                yield field.name
            elif field.name in self.form.narrowed_by:
                yield field.name, ValueFilter
        yield from (name for name in ("verification", "publication", "retracted_at") if name in self.fields)

    def _searched(self) -> Iterator[str]:
        """Texts in every language, codes and slugs: of a record all, and the names of what it is about.

        Of a part it is what it is called, since keys are chosen by this search; and the names of what it is part of.
        """
        for field in self.fields.values():
            if field.value_type in SEARCHED and (field.is_short or self.kind.is_of_records):
                yield from _in_languages(self.kind.model, field.name)
        for key in self.keys:
            if self.kind.is_of_records or key.is_needed:
                yield from names_of(key.references, f"{key.name}__")

    def _carried(self) -> Iterator[str]:
        """What rarely differs from row to row: what it is about, when, by which source; of parts their kind."""
        yield from self.plan
        for field in self.own:
            is_kind = field.value_type is ValueType.WORD and not self.kind.is_of_records
            is_about = field.is_needed and field.references and field.name not in _unique(self.kind.model)
            if is_kind or is_about:
                yield field.name
        shared = ("date", "source", "verification") if self.kind.is_of_records else ("source",)
        yield from (name for name in (*shared, "publication") if name in self.fields)
        yield from self.form.carried


def names_of(model: Any, prefix: str = "") -> Iterator[str]:
    """The columns in which a row of the model is called something, reached by the prefix."""
    further = called_by(model)
    if further:
        first = further.partition("__")[0]
        yield from names_of(model._meta.get_field(first).related_model, f"{prefix}{first}__")
        return
    for column in model._meta.concrete_fields:
        if column.name in ("slug", *NAMES):
            yield from _in_languages(model, column.name, prefix)


def called_by(model: Any) -> str:
    """The look-up from a row to the one by whose name it is called: none from a milestone, "milestone" from a gate."""
    if any(column.name == "slug" for column in model._meta.concrete_fields):
        return ""
    parent = model.hangs_on[0]
    return _path(parent, called_by(model._meta.get_field(parent).related_model))


def _path(*names: str) -> str:
    return "__".join(filter(None, names))


def _in_languages(model: Any, name: str, prefix: str = "") -> Iterator[str]:
    translated = name in translated_names(model)
    for column in get_translation_fields(name) if translated else (name,):
        yield f"{prefix}{column}"


def _unique(model: type[Model]) -> set[str]:
    """The columns of which no two rows have the same."""
    rules, columns = unique_of(model)
    together = {name for rule in rules if "slug" not in rule.fields for name in rule.fields}
    return together | {column.name for column in columns}


def _is_coordinate(model: Any) -> bool:
    """Whether it is one of a plan's few coordinates, such as areas and phases, that a list is narrowed by."""
    is_part = model is not None and issubclass(model, PlanPart)
    return is_part and not model.has_publication() and model is not Actor


def _flat(rows: Iterable[Any]) -> Iterator[str]:
    for row in rows:
        yield from (row,) if isinstance(row, str) else row


def _kept(rows: Iterable[Any], names: set[str]) -> Iterator[Any]:
    """The rows with those of their fields that are among the names."""
    for row in rows:
        kept = tuple(name for name in _flat((row,)) if name in names)
        if kept:
            yield kept if len(kept) > 1 else kept[0]
