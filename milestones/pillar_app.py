"""A pillar app as Django starts it: what it brings stands in its modules of the usual names, and is announced here."""

from importlib import import_module
from typing import Any, ClassVar

from django.apps import AppConfig


class PillarConfig(AppConfig):
    """One pillar app, by the words of `milestones.registry`; its label is its slug.

    It brings `KINDS` in `kinds`, `MEASURES` in `measures`, `panel` and, if any, `links` in `pages`, `ROUTES` in `api`.
    """

    hue: ClassVar[int] = 0
    styles: ClassVar[str] = ""

    @property
    def kinds(self) -> tuple[Any, ...]:
        """The kinds of rows that it keeps."""
        kinds: tuple[Any, ...] = import_module(f"{self.name}.kinds").KINDS
        return kinds

    def ready(self) -> None:
        # Models, and what stands upon them, are there only by now.
        announce = import_module("milestones.registry")
        pages = import_module(f"{self.name}.pages")
        announce.registry.add(
            announce.PillarApp(
                slug=self.label,
                hue=self.hue,
                kinds=self.kinds,
                measures=import_module(f"{self.name}.measures").MEASURES,
                section=import_module("milestones.kinds.tables").section_of(self.label, self.kinds),
                panel=pages.panel,
                links=getattr(pages, "links", lambda viewpoint: ()),
                styles=self.styles,
                api=import_module(f"{self.name}.api").ROUTES,
            )
        )
