"""What the rows of a model are called, where its Meta has nothing else to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from milestones.models.columns import Text

Model = TypeVar("Model", bound=models.Model)


def called(one: Text, several: Text) -> Callable[[type[Model]], type[Model]]:
    """Call one row of a model so, and several so: its `verbose_name` and `verbose_name_plural`."""

    def call(model: type[Model]) -> type[Model]:
        options: Any = model._meta
        words = {"verbose_name": one, "verbose_name_plural": several}
        vars(options).update(words)
        options.original_attrs |= words  # where migrations look for them
        return model

    return call
