"""The counts by stage, ready for the table and the picture: no query after this."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString

from milestones import notation
from pillars.demilitarisation.measures import accepted, target
from pillars.demilitarisation.models import Scope, Tally
from pillars.demilitarisation.pictures import DrawnStage, draw_stages
from pillars.demilitarisation.record_kinds import disputed_words
from pillars.demilitarisation.selectors import StageFacts


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage in words; `through` has a cell for each counting series. Empty where nothing is known."""

    name: str
    target: str
    handed_in: str
    accepted: str
    rejected: str
    through_target: str
    through: tuple[str, ...]
    disputed: str


@dataclass(frozen=True, slots=True)
class StagePart:
    """The table and its picture. `deciding` is the name of the count that decides, "" for none."""

    picture: SafeString
    rows: tuple[StageRow, ...]
    series: tuple[str, ...]
    deciding: str


def stage_part(
    facts: StageFacts, *, on: date, known_at: datetime | None, hue: int, is_rtl: bool
) -> StagePart | None:
    """The part of the panel; None where there is neither a count nor a target of a stage."""
    counted = {each.phase for each in facts.collections.tallies if each.clocks.counts(on, known_at)}
    aimed = {each.phase for each in facts.collections.targets if each.clocks.counts(on, known_at)}
    reported = {each.phase.slug for each in facts.reports if each.phase}
    phases = [phase for phase in facts.collections.phases if phase in counted | aimed | reported]
    if not phases:
        return None
    used = {each.series.slug for each in facts.reports}
    series = {slug: name for slug, name in facts.series.items() if slug in used}
    lines = [_Line(facts, phase, on, known_at, tuple(series)) for phase in phases]
    return StagePart(
        picture=draw_stages(
            [line.drawn() for line in lines], hue=hue, is_rtl=is_rtl, slug="accepted-by-stage"
        ),
        rows=tuple(line.row() for line in lines),
        series=tuple(series.values()),
        deciding=series.get(facts.collections.deciding, ""),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    facts: StageFacts
    phase: str
    on: date
    known_at: datetime | None
    series: tuple[str, ...]

    def _measured(self, argument: str) -> Decimal | None:
        found = accepted(self.facts.collections, self.on, self.known_at, argument, "")
        return found.value if found else None

    def _target(self, argument: str) -> Decimal | None:
        found = target(self.facts.collections, self.on, self.known_at, argument, "")
        return found.value if found else None

    def _through(self) -> dict[str, Decimal]:
        found = {slug: self._measured(f"through.{self.phase}.{slug}") for slug in self.series}
        return {slug: value for slug, value in found.items() if value is not None}

    def drawn(self) -> DrawnStage:
        through = self._through()
        return DrawnStage(
            name=self.facts.phases[self.phase],
            accepted=self._measured(self.phase),
            target=self._target(self.phase),
            deciding=through.get(self.facts.collections.deciding),
            lowest=min(through.values(), default=None),
            highest=max(through.values(), default=None),
            through_target=self._target(f"through.{self.phase}"),
        )

    def row(self) -> StageRow:
        through = self._through()
        return StageRow(
            name=self.facts.phases[self.phase],
            target=_figure(self._target(self.phase)),
            handed_in=self._reported("handed_in"),
            accepted=_figure(self._measured(self.phase)),
            rejected=self._reported("rejected"),
            through_target=_figure(self._target(f"through.{self.phase}")),
            through=tuple(_figure(through.get(slug)) for slug in self.series),
            disputed=self._disputed(),
        )

    def _reports(self) -> list[Tally]:
        return [each for each in self.facts.reports if each.phase and each.phase.slug == self.phase]

    def _reported(self, column: str) -> str:
        """The newest figure of the stage alone, by the count that decides."""
        for each in self._reports():
            is_own = each.scope == Scope.STAGE and each.series.slug == self.facts.collections.deciding
            if is_own and getattr(each, column) is not None:
                return notation.number(getattr(each, column))
        return ""

    def _disputed(self) -> str:
        for each in self._reports():
            if words := disputed_words(each):
                return words
        return ""


def _figure(value: Decimal | None) -> str:
    return "" if value is None else notation.plain_number(value)
