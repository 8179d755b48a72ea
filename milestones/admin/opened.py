"""Forms that know what they were opened with: two people may have one open, and neither undoes the other's work."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milestones.wording.columns import in_words

OVERTAKEN = _("Changed to “%(now)s” since you opened this form. Save again to put what stands here in its place.")
TAKEN_OVER = _("Changed since you opened this form. This is what it says now.")


class OpenedForm(forms.ModelForm):
    """Of a row that is there each field carries beside it what it said as the form was opened.

    Changed is what its author changed since then. What somebody else changed meanwhile is told at its field, once:
    where both did, what was typed stands, for its author to choose; else what is stored now stands there.
    `restored` are by the row's key values of an earlier version, with which it is filled as if they had been typed.
    """

    restored: Mapping[int, Mapping[str, Any]] = {}

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
            self._bring_up_to_date(name, is_own=is_own)
            self.add_error(name, OVERTAKEN % {"now": self._in_words(name, now)} if is_own else TAKEN_OVER)

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
