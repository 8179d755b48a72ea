"""Writes that a test takes back, since records are never deleted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_counts() -> dict[str, int]:
    """How many rows each table of the core holds, histories among them."""
    models = apps.get_app_config("milestones").get_models()
    return {model.__name__: model._default_manager.count() for model in models}
