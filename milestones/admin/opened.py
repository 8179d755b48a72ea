"""Forms that know what they were opened with: two people may have one open, and neither undoes the other's work."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from milestones.wording.columns import in_words

OVERTAKEN = _("Changed to “%(now)s” since you opened this form. Save again to put what stands here in its place.")
TAKEN_OVER = _("Changed since you opened this form. This is what it says now.")
ADDED = _("“%(line)s” was added since you opened this form. Save again to keep it beside the others.")
TAKEN_OUT = _("A line was taken out since you opened this form.")
TAKEN_OUT_CHANGED = _("A line that you changed was taken out since you opened this form. Save again to enter it anew.")
CHANGED_FIRST = _("A line that you take out was changed since you opened this form. Save again to take it out.")


Line = dict[tuple[str, str], list[str]]
"""What is sent of a line: by "initial-" for what it was opened with, else nothing, and the field's name."""


class OpenedForm(forms.ModelForm):
    """Of a row that is there each field carries beside it what it said as the form was opened.

    Changed is what its author changed since then. What somebody else changed meanwhile is told at its field, once:
    where both did, what was typed stands, for its author to choose; else what is stored now stands there.
    `restored` are by the row's key values of an earlier version, with which it is filled as if they had been typed.
    """

    restored: Mapping[int, Mapping[str, Any]] = {}
    is_overtaken = False
    """Whether somebody else changed it meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._carried = {
            name
            for name, field in self.fields.items()
            if not (self.instance._state.adding or isinstance(field.widget, forms.MultiWidget))
            and (not self.is_bound or self.add_initial_prefix(name) in self.data)
        }
        for name in self._carried:
            self.fields[name].show_hidden_initial = True
        if not self.is_bound and (restored := self.restored.get(self.instance.pk)):
            self.data = {self.add_initial_prefix(name): self._stored(name) for name in self._carried}
            self.initial = {**self.initial, **restored}

    def _post_clean(self) -> None:
        super()._post_clean()
        changed = frozenset(self.changed_data)
        for name in (name for name in self.fields if name in self._carried):
            field = self.fields[name]
            is_own, now = name in changed, self.get_initial_for_field(field, name)
            if self._stored(name) == self._opened(name):
                continue
            if is_own and not field.has_changed(now, self[name].data):
                continue  # both changed it alike
            self.is_overtaken = True
            self._bring_up_to_date(name, is_own=is_own)
            self.add_error(name, OVERTAKEN % {"now": self._in_words(name, now)} if is_own else TAKEN_OVER)

    def as_opened(self) -> Line:
        """What an untouched form of the row sends."""
        return {(part, name): [self._stored(name)] for name in self._carried for part in ("", "initial-")}

    def _stored(self, name: str) -> str:
        """What the field says now, as a form carries it."""
        field = self.fields[name]
        shown = field.hidden_widget().format_value(field.prepare_value(self.get_initial_for_field(field, name)))
        return "" if shown is None else str(shown).replace("\r\n", "\n")

    def _opened(self, name: str) -> str:
        return str(self.data[self.add_initial_prefix(name)]).replace("\r\n", "\n")

    def _bring_up_to_date(self, name: str, *, is_own: bool) -> None:
        """Have the form go on from what is stored; a field that its author did not change says that."""
        sent: Any = self.data
        data = sent.copy()
        for key in (self.add_initial_prefix(name), *(() if is_own else (self.add_prefix(name),))):
            data[key] = self._stored(name)
        self.data = data

    def _in_words(self, name: str, now: Any) -> str:
        column: Any = self._meta.model._meta.get_field(name)
        if column.is_relation:
            return str(column.related_model._default_manager.filter(pk=now).first() or "")
        return in_words(column, now)


class OpenedLines(BaseInlineFormSet):
    """Lines of `OpenedForm` that know which of them there were as the page was opened.

    Which somebody else added or took out meanwhile is told once. Of those taken out the ones that their author changed
    stand there as new ones; and what was changed meanwhile is not taken out unseen.
    """

    model: Any
    form: Any
    forms: Any
    data: Any
    prefix: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = list(self._bring_up_to_date()) if self.is_bound else []

    def clean(self) -> None:
        faults = [*self.told]
        if any(form.is_overtaken and form.cleaned_data.get(DELETION_FIELD_NAME) for form in self.forms):
            faults.append(ValidationError(CHANGED_FIRST))
        try:
            super().clean()
        except ValidationError as more:
            faults += more.error_list
        if faults:
            raise ValidationError(faults)

    def _bring_up_to_date(self) -> Iterator[ValidationError]:
        """Have the lines go on from those that there are; what is to be told of that."""
        count = self.initial_form_count()
        lines, others = self._sent()
        key = ("", self.model._meta.pk.name)
        opened = {line[key][0]: line for line in lines[:count] if key in line}
        there = {str(row.pk): row for row in self.get_queryset()}
        added = [row for name, row in there.items() if name not in opened]
        gone = [line for line in lines[:count] if line.get(key, [""])[0] not in there]
        if not added and not gone:
            return
        first = [opened.get(name) or self.form(instance=row).as_opened() | {key: [name]} for name, row in there.items()]
        anew = [{place: told for place, told in line.items() if place != key} for line in gone if _is_typed(line)]
        self._put(first, [*anew, *lines[count:]], others)
        yield from (ValidationError(ADDED, params={"line": row}) for row in added)
        yield from (ValidationError(TAKEN_OUT_CHANGED if _is_typed(line) else TAKEN_OUT) for line in gone)

    def _sent(self) -> tuple[list[Line], Any]:
        """What was sent of each line, and what was sent beside them."""
        lines: list[Line] = [{} for _number in range(self.total_form_count())]
        sent, others = self.data, self.data.copy()
        for name in sent:
            place = re.fullmatch(rf"(initial-)?{re.escape(self.prefix)}-([0-9]+)-(.+)", name)
            if place and int(place[2]) < len(lines):
                lines[int(place[2])][place[1] or "", place[3]] = others.pop(name)
        return lines, others

    def _put(self, first: list[Line], new: list[Line], data: Any) -> None:
        """Have these lines stand beside the data instead, `first` those of rows that there are."""
        for number, line in enumerate([*first, *new]):
            for (part, name), told in line.items():
                data.setlist(f"{part}{self.prefix}-{number}-{name}", told)
        data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = len(first)
        data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = len(first) + len(new)
        self.data = data
        self.__dict__.pop("management_form", None)


def _is_typed(line: Line) -> bool:
    """Whether its author changed the line, and does not take it out."""
    is_changed = any(line.get(("", name), [""]) != told for (part, name), told in line.items() if part)
    return is_changed and ("", DELETION_FIELD_NAME) not in line
