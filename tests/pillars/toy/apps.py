from importlib import import_module

from django.apps import AppConfig


class ToyConfig(AppConfig):
    """Society: gatherings that were held."""

    name = "tests.pillars.toy"
    label = "society"

    def ready(self) -> None:
        import_module("tests.pillars.toy.announcement")
