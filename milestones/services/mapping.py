"""Which column of a file is which key of a kind: guessed by names in three languages, or as it was last time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Case, IntegerField, Q, When
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from milestones.kinds import Kind
from milestones.kinds.rules import Breach
from milestones.kinds.tables import kind_table
from milestones.lettering import folded
from milestones.models import Import, Plan
from milestones.models.publication import plan_path
from milestones.planfile.composed import Retracted
from milestones.planfile.fields import Field, Named, Scale, Word, Words
from milestones.planfile.text import LANGUAGES
from milestones.services.checking import kinds_beside
from milestones.services.rights import in_reach
from milestones.tables.reading import Sheet
from milestones.tables.spelling import Unclear, meant
from milestones.wording.columns import cell_sentence

NAMES = ("name", "title")
WITHIN = 10
"""Among so many first rows the names of columns are looked for."""
ARTICLE = re.compile(r"\b(?:ال|ה)(?=\w{2})")
SEVERAL = _("“%(value)s” names several: %(slugs)s. Give the slug of the one that is meant.")
NOBODY = _("“%(value)s” is not known in this plan, by name or by slug.")


@dataclass(frozen=True)
class Target:
    """A key of a kind that a column may fill: `note.ar` is a text's Arabic."""

    name: str
    field: Field
    column: Any
    language: str = ""

    @property
    def label(self) -> str:
        """What people call it."""
        told = str(self.column.verbose_name)
        return f"{told} ({get_language_info(self.language)['name_translated']})" if self.language else told

    @cached_property
    def called(self) -> frozenset[str]:
        """What a column may be called that fills it."""
        key, language = self.field.key, self.language
        names = {key, self.column.name, *self.field.spellings}
        own = {f"{name} {language}" for name in names} | (names if language == "en" else set())
        for spoken in LANGUAGES:
            with override(spoken):
                if language in ("", spoken):
                    own.add(str(self.column.verbose_name))
                own.add(f"{self.column.verbose_name} {language}")
        return frozenset(map(bare, own if language else own | names))


def bare(name: str) -> str:
    """A name without case, marks, articles and signs between its words."""
    return ARTICLE.sub("", re.sub(r"[\W_]+", " ", folded(name)).strip())


def targets_of(kind: Kind) -> list[Target]:
    """What a file may say of a row of the kind: what it belongs to first."""
    columns, targets = {told.key: told.column for told in kind.fields}, list[Target]()
    if kind.owner:
        owner: Any = kind.model._meta.get_field(kind.owner)
        label = owner.related_model._meta.label_lower
        targets.append(Target(kind.owner, Named(key=kind.owner, kind=label, needed=True), owner))
    for told in kind_table(kind, kinds_beside(kind.model)).fields:
        column = columns.get(told.key)
        if column is None or isinstance(told, Retracted):
            continue
        for language in LANGUAGES if isinstance(told, Words) else ("",):
            targets.append(Target(".".join(filter(None, (told.key, language))), told, column, language))
    return targets


def headed(sheet: Sheet, kind: Kind) -> tuple[int, list[str]]:
    """Where among the rows the names of columns stand, and these: without a name by letter, each once."""
    targets = targets_of(kind)
    place = max(range(min(WITHIN, len(sheet.rows) - 1)), key=lambda at: len(guessed(sheet.rows[at][1], targets)))
    width = max(len(cells) for _number, cells in sheet.rows[place:])
    names: list[str] = []
    for index in range(width):
        cells = sheet.rows[place][1]
        name = (cells[index] if index < len(cells) else "") or get_column_letter(index + 1)
        names.append(name if name not in names else f"{name} ({get_column_letter(index + 1)})")
    return place, names


def guessed(names: Sequence[str], targets: Sequence[Target]) -> dict[str, str]:
    """By target the name of the column that is called as it is."""
    columns = {bare(name): name for name in reversed(names) if name}
    return {target.name: columns[word] for target in targets for word in target.called if word in columns}


def first_mapping(sent: Import, kind: Kind) -> dict[str, Any]:
    """As a file of the same publisher, or with the same columns by this account or in this plan, was read before.

    What a publisher's file calls otherwise than before is guessed, as is all of another file. What was typed for all
    rows is told to who typed it, in that plan, and to nobody else.
    """
    columns = guessed(sent.headers, targets_of(kind))
    alike = Q(headers=sent.headers)
    nearest = [alike & Q(plan=sent.plan_id), alike & Q(who=sent.who_id)]
    nearest[:0] = [Q(publisher__iexact=sent.publisher)] if sent.publisher else []
    near = Case(*(When(one, then=place) for place, one in enumerate(nearest)), output_field=IntegerField())
    read = Q(stage=Import.Stage.DONE) | Q(stage=Import.Stage.CHECKED, who=sent.who_id)
    tried = Import.objects.filter(read, kind=sent.kind).defer("content", "outcome", "keys")
    before = tried.annotate(near=near).exclude(near=None).order_by("near", *(Import._meta.ordering or ())).first()
    if before is None:
        return {"columns": columns}
    there = {key: name for key, name in before.mapping.get("columns", {}).items() if name in sent.headers}
    is_own = (before.who_id, before.plan_id) == (sent.who_id, sent.plan_id)
    constants = before.mapping.get("constants", {}) if is_own else {}
    columns = there if before.headers == sent.headers else columns | there
    return {**before.mapping, "columns": columns, "constants": constants}


class CellReader:
    """What the cells of a kind's rows mean in a plan, to one user; what each column may say is gathered once.

    `written` says how numbers and days are written, where that was said.
    """

    def __init__(self, kind: Kind, plan: Plan, user: Any, written: Mapping[str, Any]) -> None:
        self.targets = targets_of(kind)
        self._plan, self._user, self._written = plan, user, written
        self._words = {target.name: words_of(kind, target.field) for target in self.targets}
        self._slugs: dict[str, dict[str, set[str]]] = {}

    def line(self, cells: dict[str, str], number: int = 0) -> "Line":
        """The line of these cells, by the names of their targets; what is unclear in one is told of it."""
        line = Line(number, cells)
        for target in self.targets:
            if text := cells.get(target.name):
                try:
                    value = self._value(target, text)
                except Unclear as unclear:
                    line.faults.append(replace(unclear.breach, pointer=(target.name,)))
                    continue
                if target.language:
                    line.entry.setdefault(target.field.key, {})[target.language] = value
                else:
                    line.entry[target.name] = value
        return line

    def _value(self, target: Target, text: str) -> Any:
        value = meant(target.field, text, self._written, self._words[target.name])
        return self._slug(target.field.kind, value) if isinstance(target.field, Named) else value

    def _slug(self, label: str, text: str) -> str:
        """The slug of the row that is called so, by slug or by name in any language, of those that the user sees."""
        slugs = self._called(label).get(folded(text), set())
        if len(slugs) > 1 and text not in slugs:
            raise Unclear("several_names", SEVERAL, value=text, slugs=", ".join(sorted(slugs)))
        if not slugs:
            raise Unclear("unknown_name", NOBODY, value=text)
        return text if text in slugs else next(iter(slugs))

    def _called(self, label: str) -> dict[str, set[str]]:
        if label not in self._slugs:
            model: Any = apps.get_model(label)
            names = {f"{name}_{language}" for name in NAMES for language in LANGUAGES}
            columns = [column.name for column in model._meta.concrete_fields if column.name in names]
            rows = in_reach(model._default_manager.visible_to(self._user), self._user)
            rows = rows.filter(**{plan_path(model): self._plan.pk})
            called: dict[str, set[str]] = {}
            for slug, *told in rows.values_list("slug", *columns):
                for name in filter(None, (slug, *told)):
                    called.setdefault(folded(name), set()).add(slug)
            self._slugs[label] = called
        return self._slugs[label]


@dataclass
class Line:
    """A row of cells: its number in its file, what they say, the entry that they make, and what is wrong."""

    number: int
    cells: dict[str, str]
    entry: dict[str, Any] = field(default_factory=dict)
    faults: list[Breach] = field(default_factory=list)
    is_left_out: bool = False

    def told(self) -> Iterator[tuple[str, str]]:
        """Each fault by the name of its cell, "" where it has none, and what it says."""
        keys = {name.partition(".")[0] for name in self.cells}
        for fault in self.faults:
            name = ".".join(map(str, fault.pointer))
            is_empty = fault.code == "missing" and name.partition(".")[0] in keys
            yield name, cell_sentence(replace(fault, code="empty") if is_empty else fault, self.cells.get(name, ""))


def words_of(kind: Kind, of: Field) -> Mapping[str, str]:
    """The word of the plan file for each that people use, in three languages, folded."""
    column = next((told for told in kind.fields if told.key == of.key), None)
    words: dict[str, str] = {}
    if column is not None and isinstance(of, Word | Scale):
        for language in LANGUAGES:
            with override(language):
                for value, label in column.words.items():
                    word = column.scale(value).slug if isinstance(of, Scale) else str(value)
                    words |= {folded(str(label)): word, folded(word): word}
    return words
