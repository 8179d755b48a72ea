"""A pillar app as Django starts it: what it brings stands in its modules of the usual names, and is announced."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import AppConfig

if TYPE_CHECKING:
    from milestones.kinds import Kind
    from milestones.measures import Measure
    from milestones.planfile import Table
    from milestones.registry import ApiRoute, Links, Panel


class PillarConfig(AppConfig):
    """One pillar app. Its label is its section in the plan file, the prefix of its measures and of its API.

    It brings `KINDS` in `kinds`, `MEASURES` in `measures`, `panel` and, if any, `links` in `pages`, `ROUTES` in `api`.
    `hue` is that of its pillar in every plan; 0: what the plan's other pillars leave. A change of a row of its `kinds`
    marks the plan for recompute. `styles` is the style sheet of its pages, as a static file.
    """

    hue: ClassVar[int] = 0
    styles: ClassVar[str] = ""
    measures: "Mapping[str, Measure]"
    section: "Table"
    panel: "Panel"
    links: "Links"
    api: "tuple[ApiRoute, ...]"

    @property
    def kinds(self) -> "tuple[Kind, ...]":
        """The kinds of rows that it keeps."""
        kinds: tuple[Kind, ...] = self._brought("kinds").KINDS
        return kinds

    def ready(self) -> None:
        # Models, and what stands upon them, are there only by now.
        pages = self._brought("pages")
        self.measures = self._brought("measures").MEASURES
        self.section = import_module("milestones.kinds.tables").section_of(self.label, self.kinds)
        self.panel, self.links = pages.panel, getattr(pages, "links", lambda viewpoint: ())
        self.api = self._brought("api").ROUTES
        import_module("milestones.registry").registry.add(self)

    def _brought(self, module: str) -> Any:
        return import_module(f"{self.name}.{module}")
