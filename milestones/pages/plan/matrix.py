"""The matrix of pillars as a picture and as its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from milestones.pages.blocks import Column, Table, table
from milestones.pages.scene import Scene
from milestones.pictures.matrix import DrawnPillar, draw_matrix


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The picture and its twin."""

    picture: SafeString
    twin: Table


def matrix_part(scene: Scene) -> MatrixPart | None:
    """The matrix; None for a plan that places no condition on a pillar."""
    pillars, matrix = scene.names.pillars, scene.evaluation.matrix
    if not matrix:
        return None
    cells = {(cell.pillar, cell.on_pillar): cell for cell in matrix}
    drawn = [[cells.get((waiting, awaited)) for awaited in pillars] for waiting in pillars]
    columns = (
        Column(_("Pillar"), lambda cell: pillars[cell.pillar]),
        Column(pgettext("column", "waits for"), lambda cell: pillars[cell.on_pillar]),
        Column(_("met"), lambda cell: cell.met, is_number=True),
        Column(_("not met"), lambda cell: cell.unmet, is_number=True),
        Column(pgettext("truth", "cannot be told"), lambda cell: cell.unknown, is_number=True),
        Column(_("milestones held"), lambda cell: cell.held, is_number=True),
    )
    hued = [DrawnPillar(name, scene.hue(slug)) for slug, name in pillars.items()]
    return MatrixPart(
        picture=draw_matrix(hued, drawn, is_rtl=get_language_bidi()),
        twin=table(_("Who waits for whom"), columns, matrix),
    )
