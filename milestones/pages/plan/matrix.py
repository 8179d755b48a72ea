"""The matrix of pillars as a picture and as its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from milestones.contingency import Evaluation
from milestones.contingency.rollups import MatrixCell
from milestones.pages.plan.cards import PillarCard
from milestones.pictures.matrix import DrawnPillar, draw_matrix


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The picture, and its cells with the names of the pillar that waits and of the one that it waits for."""

    picture: SafeString
    rows: tuple[tuple[str, str, MatrixCell], ...]


def matrix_part(evaluation: Evaluation, cards: tuple[PillarCard, ...], *, is_rtl: bool) -> MatrixPart | None:
    """The matrix; None for a plan that places no condition on a pillar."""
    if not evaluation.matrix:
        return None
    cells = {(cell.pillar, cell.on_pillar): cell for cell in evaluation.matrix}
    drawn = [[cells.get((waiting.slug, awaited.slug)) for awaited in cards] for waiting in cards]
    names = {card.slug: card.name for card in cards}
    return MatrixPart(
        picture=draw_matrix([DrawnPillar(card.name, card.hue) for card in cards], drawn, is_rtl=is_rtl),
        rows=tuple((names[cell.pillar], names[cell.on_pillar], cell) for cell in evaluation.matrix),
    )
