"""Who waits for whom: the pillars with arrows between them as a picture, and the matrix as its table."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.rollups import MatrixCell
from milestones.contingency.scales import Truth
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import link
from milestones.pages.scene import Scene
from milestones.pictures.waits import Arrow, Node, draw_waits

Waiting = Mapping[tuple[str, str, Truth], int]
"""How many milestones of a pillar wait for something in another, by whether it is unmet or cannot be told."""


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """The picture, empty where nothing waits, and its twin."""

    picture: SafeString
    twin: Table


def matrix_part(scene: Scene) -> MatrixPart | None:
    """The matrix; None for a plan that places no condition on a pillar."""
    pillars, matrix = scene.names.pillars, scene.evaluation.matrix
    if not matrix:
        return None
    waiting = waiting_of(scene.evaluation)

    def count(truth: Truth) -> Callable[[MatrixCell], int]:
        return lambda cell: waiting.get((cell.pillar, cell.on_pillar, truth), 0)

    columns = (
        Column(_("Pillar"), lambda cell: link(pillars[cell.pillar], _address(scene, cell))),
        Column(pgettext("column", "waits for"), lambda cell: pillars[cell.on_pillar]),
        Column(_("Milestones that wait"), count(Truth.UNMET), is_number=True),
        Column(_("of which it cannot be told"), count(Truth.UNKNOWN), is_number=True),
        Column(_("Conditions met"), lambda cell: cell.met, is_number=True),
        Column(_("not met"), lambda cell: cell.unmet, is_number=True),
        Column(pgettext("truth", "can’t tell"), lambda cell: cell.unknown, is_number=True),
    )
    picture = _picture(scene, waiting) if waiting else SafeString()
    return MatrixPart(picture=picture, twin=table(_("Who waits for whom"), columns, matrix))


def waiting_of(evaluation: Evaluation) -> Waiting:
    """The milestones that gates hold up, once for each pillar that something they wait for belongs to."""
    waiting: Counter[tuple[str, str, Truth]] = Counter()
    for verdict in evaluation.milestones.values():
        truths: dict[str, set[Truth]] = {}
        for gate in verdict.groups if verdict.status.is_open else ():
            if gate.is_gate and not gate.is_waived and gate.truth is not Truth.MET:
                for proof in gate.conditions:
                    if proof.truth is not Truth.MET and (on_pillar := proof.condition.pillar_in(evaluation.facts)):
                        truths.setdefault(on_pillar, set()).add(proof.truth)
        for on_pillar, named in truths.items():
            truth = Truth.UNMET if Truth.UNMET in named else Truth.UNKNOWN
            waiting[verdict.facts.milestone.pillar, on_pillar, truth] += 1
    return waiting


def _address(scene: Scene, cell: MatrixCell) -> str:
    anchor = "waits-within" if cell.pillar == cell.on_pillar else f"waits-for-{cell.on_pillar}"
    return f"{scene.address('pillar-page', cell.pillar)}#{anchor}"


def _picture(scene: Scene, waiting: Waiting) -> SafeString:
    pillars = scene.names.pillars
    places = {slug: place for place, slug in enumerate(pillars)}
    arrows = []
    for cell in scene.evaluation.matrix:
        unmet, unknown = (
            waiting.get((cell.pillar, cell.on_pillar, truth), 0) for truth in (Truth.UNMET, Truth.UNKNOWN)
        )
        if unmet or unknown:
            words = _("%(pillar)s waits for %(awaited)s. Milestones: %(unmet)s. Can’t tell: %(unknown)s.")
            words %= {
                "pillar": pillars[cell.pillar],
                "awaited": pillars[cell.on_pillar],
                "unmet": notation.number(unmet),
                "unknown": notation.number(unknown),
            }
            ends = places[cell.pillar], places[cell.on_pillar]
            arrows.append(Arrow(*ends, unmet, unknown, _address(scene, cell), words))
    return draw_waits(
        [Node(name, scene.hue(slug)) for slug, name in pillars.items()],
        arrows,
        title=_("Who waits for whom"),
        description=_(
            "An arrow leads from a pillar that waits to the one it waits for, as wide as its milestones with a "
            "condition there that is not met; dashed are those of which it cannot be told. A small loop is what waits "
            "within a pillar. The table below has the figures."
        ),
    )
