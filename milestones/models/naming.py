"""What the rows of a model are called, each and together, and how ranked ones are ordered."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter
from typing import Any, TypeVar

from django.db import models

from milestones.models.columns import Text
from milestones.models.parts import Ranked

Model = TypeVar("Model", bound=models.Model)


def called(one: Text, several: Text, title: str = "") -> Callable[[type[Model]], type[Model]]:
    """Call one row of a model so, and several so: its `verbose_name` and `verbose_name_plural`.

    Ranked rows are ordered by their ranks within what they hang on first. `title` is what a row is called by itself,
    by the names of its columns, such as "{indicator}: {value} ({date})"; a word is told as people read it.
    """
    told_of = [column for _text, column, _form, _way in Formatter().parse(title) if column]

    def entitled(row: Any) -> str:
        return title.format(**{column: _told(row, column) for column in told_of})

    def call(model: type[Model]) -> type[Model]:
        options: Any = model._meta
        told: dict[str, Any] = {"verbose_name": one, "verbose_name_plural": several}
        if issubclass(model, Ranked):
            told["ordering"] = (f"{model.hangs_on[0]}_id", "rank", "id")
        vars(options).update(told)
        options.original_attrs |= told  # where migrations look for them
        if title:
            model.__str__ = entitled  # type: ignore[method-assign]
        return model

    return call


def _told(row: models.Model, column: str) -> Any:
    display = getattr(row, f"get_{column}_display", None)
    return getattr(row, column) if display is None else display()
