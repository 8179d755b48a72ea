"""The pillar apps that are there, and what they announce; the core never imports one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from milestones.measures import Measure
from milestones.pillar_app import PillarConfig
from milestones.planfile import Table

Panel = Callable[[Any], Sequence[Any]]
"""What an app adds to its pillar's page: takes a Viewpoint and gives blocks of `milestones.pages`, none where there
is nothing to show. It asks only for what the user may see."""

Links = Callable[[Any], Sequence[Any]]
"""Where the header of a plan's pages leads beside its pillars: takes a Viewpoint and gives `PageLink`s."""


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """A resource of the API: its path below the app's slug, and its view.

    The path may name a row, such as `seats/<int:pk>`. A route without a name is called `api:<slug>-<path>`, and
    `api:<slug>-<path>-one` where it names a row.
    """

    path: str
    view: Any
    name: str = ""


@dataclass(frozen=True, slots=True)
class MeasureUse:
    """A measure as an indicator names it: `app.name` or `app.name.argument`."""

    measure: Measure
    argument: str


@dataclass(slots=True)
class Registry:
    """The pillar apps."""

    _apps: dict[str, PillarConfig] = field(default_factory=dict)

    def add(self, app: PillarConfig) -> None:
        """Announce a pillar app."""
        self._apps[app.label] = app

    def apps(self) -> tuple[PillarConfig, ...]:
        """The pillar apps, in the order of their announcement."""
        return tuple(self._apps.values())

    def app(self, slug: str) -> PillarConfig | None:
        """The pillar app of a slug; None where none is installed."""
        return self._apps.get(slug)

    def sections(self) -> tuple[Table, ...]:
        """The apps' sections of the plan file."""
        return tuple(app.section for app in self.apps())

    def measure(self, name: str) -> MeasureUse | None:
        """The measure that an indicator names; None where no app here has it."""
        slug, _, rest = name.partition(".")
        app = self._apps.get(slug)
        short, _, argument = rest.partition(".")
        measure = app.measures.get(short) if app else None
        if measure is None or (argument and measure.unknown is None):
            return None
        return MeasureUse(measure, argument)


registry = Registry()
"""The one registry of the process."""
