"""The plan's actors: what each owes, what is late of it, what it certifies, its readings and its positions."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.models import Actor, Milestone, Position, Publication, Reading, Responsibility
from milestones.models.choices import STANCES
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Figure, Section, Text, table
from milestones.pages.cells import link, listed, said_of
from milestones.pages.hues import HUES
from milestones.pages.links import data_address, page_with, records_address
from milestones.pages.milestone_table import milestone_table
from milestones.pages.page import Page, PageLink
from milestones.pages.record_lists import field_column, record_table
from milestones.pages.scene import Scene
from milestones.pictures.over_time import Dot, dots_caption, draw_over_time
from milestones.selectors.records import RecordNote


def actors_page(scene: Scene) -> Page:
    """The page of all the actors, in the plan's order."""
    actors = scene.viewpoint.rows(Actor)
    columns = (
        Column(_("Actor"), lambda actor: link(actor.name, scene.address("actor-page", actor.slug))),
        Column(_("Kind"), lambda actor: actor.get_kind_display(), is_told=True),
        _number(_("Owes"), lambda actor: len(_owed(scene, actor))),
        _number(_("Late"), lambda actor: sum(map(scene.is_late, _owed(scene, actor)))),
        _number(_("Certifies"), lambda actor: len(_certified(scene, actor))),
        _number(_("Positions"), lambda actor: sum(note.counts for note in _positions(scene, actor))),
    )
    return Page(
        heading=_("Actors"),
        state=ngettext("%(count)s actor.", "%(count)s actors.", len(actors)),
        blocks=(table(_("Actors"), columns, actors, none=_("This plan names no actor.")),),
        data=data_address(scene.viewpoint, "actors"),
    )


def actor_page(scene: Scene, slug: str) -> Page:
    """The page of one actor; raises Actor.DoesNotExist for one that is not there."""
    viewpoint = scene.viewpoint
    actor = viewpoint.rows(Actor).get(slug=slug)
    readings = [
        link(row.name, page_with(viewpoint, "plan-page", reading=row.slug))
        for row in viewpoint.rows(Reading).by("actor_id")[actor.pk]
    ]
    positions = _positions(scene, actor)
    owed, certified = _owed(scene, actor), _certified(scene, actor)
    blocks: list[Block] = [
        *_milestones(scene, _("What it owes"), owed),
        *_milestones(scene, _("What it judges to be complete"), certified),
    ]
    if positions:
        stance = field_column(Position._meta.get_field("stance"), pgettext("actor", "What it says"))
        columns = (Column(_("Of what"), lambda position: _about(scene, position)), stance)
        told = record_table(_("Positions"), columns, positions)
        blocks.append(Section(pgettext("actor", "What it says"), (*_over_time(actor, positions), told)))
    return Page(
        heading=actor.name,
        state=_state(scene, owed),
        about=said_of(
            {
                _("Kind"): actor.get_kind_display() if actor.kind else "",
                _("Its own site"): link(actor.url, actor.url) if actor.url else "",
                _("Its readings of the text"): listed(readings) if readings else "",
            }
        ),
        blocks=blocks or (Text(_("Nothing in the plan is owed, judged or said by it.")),),
        above=(PageLink(_("Actors"), scene.address("actors-page")),),
        data=records_address(viewpoint, "positions", actor=slug),
    )


def _over_time(actor: Actor, positions: Sequence[RecordNote]) -> Iterator[Block]:
    """A dot for each position, in the row of its stance; nothing where all were retracted."""
    dots = [
        Dot(str(note.row.get_stance_display()), note.row.date, counts=note.row.publication != Publication.DRAFT)
        for note in positions
        if not note.is_retracted
    ]
    if dots:
        title, taken = _("Positions over time: %(actor)s") % {"actor": actor.name}, {dot.row for dot in dots}
        rows = [str(word) for _stance, word in STANCES if str(word) in taken]
        drawn = draw_over_time(dots, rows=rows, title=title, slug="positions", hue=HUES)
        yield Figure(drawn, dots_caption(dots))


def _number(heading: str, count: Callable[[Actor], int]) -> Column:
    return Column(heading, lambda actor: notation.number(count(actor) or None), is_number=True, none="")


def _state(scene: Scene, owed: Sequence[MilestoneVerdict]) -> str:
    if not owed:
        return ""
    return ngettext(
        "Owes %(count)s milestone, of which late: %(late)s.",
        "Owes %(count)s milestones, of which late: %(late)s.",
        len(owed),
        late=sum(map(scene.is_late, owed)),
    )


def _positions(scene: Scene, actor: Actor) -> tuple[RecordNote, ...]:
    return scene.viewpoint.notes(scene.viewpoint.rows(Position).by("actor_id")[actor.pk])


def _owed(scene: Scene, actor: Actor) -> list[MilestoneVerdict]:
    """The verdicts on what the actor owes, in the plan's order."""
    owed = {row.milestone_id for row in scene.viewpoint.rows(Responsibility).by("actor_id")[actor.pk]}
    return _verdicts(scene, (row for row in scene.viewpoint.rows(Milestone) if row.pk in owed))


def _certified(scene: Scene, actor: Actor) -> list[MilestoneVerdict]:
    return _verdicts(scene, scene.viewpoint.rows(Milestone).by("certifier_id")[actor.pk])


def _verdicts(scene: Scene, milestones: Iterable[Milestone]) -> list[MilestoneVerdict]:
    verdicts = scene.evaluation.milestones
    return [verdicts[row.slug] for row in milestones if row.slug in verdicts]


def _milestones(scene: Scene, heading: str, verdicts: list[MilestoneVerdict]) -> Iterable[Block]:
    if verdicts:
        yield Section(heading, (milestone_table(verdicts, scene),))


def _about(scene: Scene, position: Position) -> SafeString | str:
    """What a position is about: a milestone, a pillar, or with neither the plan."""
    if position.milestone is not None:
        return scene.milestone(position.milestone.slug)
    return scene.pillar(position.pillar.slug) if position.pillar is not None else _("the plan")
