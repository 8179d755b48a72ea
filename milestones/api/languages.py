"""Texts in every language at once: `lang=all`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import translation
from modeltranslation.utils import fallbacks
from rest_framework import serializers

from milestones.api.parameters import IN_A_LANGUAGE, LANGUAGES, Parameter, one_of

ALL = "all"
ALL_LANGUAGES = "application/vnd.peace-plan.all-languages+json"
"""The form of an answer with every text in all languages: another shape than the contract's, so another type."""
LANG_OR_ALL = Parameter(
    "lang",
    *one_of((*LANGUAGES, ALL)),
    f"{IN_A_LANGUAGE} With all, each text is an object of its languages, null where it has none, and the answer is "
    f"{ALL_LANGUAGES}.",
)


class _Text(str):
    """A text that is told in every language where that is asked for."""


class TextField(serializers.CharField):
    """A text that is kept in each language."""

    def to_representation(self, value: Any) -> str:
        return _Text(super().to_representation(value))


def in_every_language(make: Callable[[], Any]) -> Any:
    """What is made, each text an object of its languages."""
    told = []
    for code in LANGUAGES:
        with translation.override(code), fallbacks(False):
            told.append(make())
    return _woven(told)


def _woven(told: Sequence[Any]) -> Any:
    first = told[0]
    if isinstance(first, dict):
        return {name: _woven([telling[name] for telling in told]) for name in first}
    if isinstance(first, list):
        return [_woven(alike) for alike in zip(*told, strict=True)]
    if any(isinstance(value, _Text) for value in told):
        return {code: value or None for code, value in zip(LANGUAGES, told, strict=True)}
    return first
