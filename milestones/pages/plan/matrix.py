"""The matrix of pillars as a picture and as its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones.contingency import Evaluation
from milestones.pages.plan.cards import PillarCard
from milestones.pictures.matrix import DrawnCell, DrawnPillar, draw_matrix


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One pair of pillars in the table: conditions by truth, and how many milestones are held."""

    pillar: str
    on_pillar: str
    met: int
    unmet: int
    unknown: int
    held: int


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The picture and its rows."""

    picture: SafeString
    rows: tuple[MatrixRow, ...]


def matrix_part(evaluation: Evaluation, cards: tuple[PillarCard, ...], *, is_rtl: bool) -> MatrixPart | None:
    """The matrix; None for a plan that places no condition on a pillar."""
    if not evaluation.matrix:
        return None
    cells = {(cell.pillar, cell.on_pillar): cell for cell in evaluation.matrix}
    drawn = [
        [
            DrawnCell(cell.met, cell.unmet, cell.unknown, cell.held)
            if (cell := cells.get((waiting.slug, awaited.slug)))
            else None
            for awaited in cards
        ]
        for waiting in cards
    ]
    names = {card.slug: card.name for card in cards}
    return MatrixPart(
        picture=draw_matrix([DrawnPillar(card.name, card.hue) for card in cards], drawn, is_rtl=is_rtl),
        rows=tuple(
            MatrixRow(
                pillar=names[cell.pillar],
                on_pillar=names[cell.on_pillar],
                met=cell.met,
                unmet=cell.unmet,
                unknown=cell.unknown,
                held=cell.held,
            )
            for cell in evaluation.matrix
        ),
    )
