"""What the rows of a model are called, and how ranked ones are ordered: what its Meta need not say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from milestones.models.columns import Text
from milestones.models.parts import Ranked

Model = TypeVar("Model", bound=models.Model)


def called(one: Text, several: Text) -> Callable[[type[Model]], type[Model]]:
    """Call one row of a model so, and several so: its `verbose_name` and `verbose_name_plural`.

    Ranked rows are ordered by their ranks within what they hang on first.
    """

    def call(model: type[Model]) -> type[Model]:
        options: Any = model._meta
        told: dict[str, Any] = {"verbose_name": one, "verbose_name_plural": several}
        if issubclass(model, Ranked):
            told["ordering"] = (f"{model.hangs_on[0]}_id", "rank", "id")
        vars(options).update(told)
        options.original_attrs |= told  # where migrations look for them
        return model

    return call
