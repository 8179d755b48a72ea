"""What differs of a plan between two instants: which milestones stand otherwise, and what came, changed and went."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import Evaluation
from milestones.kinds import KindField
from milestones.models import Milestone
from milestones.pages.blocks import Block, Column, Section, Text, folded, table
from milestones.pages.cells import Words, cited, labelled, link, listed, marked, shown
from milestones.pages.corrections import withheld_sentence
from milestones.pages.links import asked_at, moment_address, page_address, query_with
from milestones.pages.page import Page
from milestones.planfile.quantities import plain_instant
from milestones.selectors.changes import Changes, Place, place_of
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.plans import calendar_day
from milestones.selectors.records import Viewpoint, label_of
from milestones.state.differing import Differing
from milestones.wording.columns import called, phrases, said_in
from milestones.words import STATUS_MARKS

MOST_ROWS, LONGEST = 120, 240
"""So many rows are told one by one, and of a text so many letters."""


def changes_page(changes: Changes, end: datetime) -> Page:
    """The page of what differs, for those who see both states, up to its `end`: the instant, or else the day."""
    statuses = statuses_section(changes, _("Then"), _("Now") if changes.until is None else _("Later"))
    withheld = Text(withheld_sentence(changes.withheld), "notice") if changes.withheld else None
    blocks: list[Block | None] = [withheld, statuses, facts_section(changes) if changes.facts else None]
    viewpoint = changes.viewpoint
    days = [end - timedelta(days=days) for days in (1, 7, 30) if end.year > 1]  # before which there is no day
    names = [notation.day(calendar_day(viewpoint.plan.timezone, day)) for day in days]
    addresses = [query_with(viewpoint, **{"from": plain_instant(day)}) for day in days]
    happened = link(_("What its records say happened, by day"), f"{page_address(viewpoint, 'plan-page')}#changes")
    return Page(
        heading=_("Changes"),
        state=_said(changes),
        about={_("Since another day"): listed([*map(link, names, addresses), happened])},
        blocks=[*filter(None, blocks)],
        data=comparison_address(changes),
        is_table=False,
    )


def comparison_address(changes: Changes) -> str:
    """The address of the same comparison as JSON."""
    sides = {"from": changes.earlier, "to": changes.viewpoint}
    asked = {f"{side}_{name}": value for side, point in sides.items() for name, value in asked_at(point).items()}
    return moment_address(changes.viewpoint, "comparison", on=None, reading=None, known_at=None, **asked)


def _said(changes: Changes) -> str:
    """How much differs, in a sentence or two."""
    when = _("%(older)s → %(newer)s") if changes.until else _("Since %(older)s")
    return counted(changes, when % {"older": notation.instant(changes.since), "newer": notation.instant(changes.until)})


def counted(changes: Changes, span: str) -> str:
    """How many facts and statuses differ over the span, in a sentence."""
    counts = Counter(map(_came_or_went, changes.facts))
    told = [
        _("%(what)s: %(count)s") % {"what": word, "count": notation.number(counts[word])}
        for word in (_("added"), _("changed"), _("retracted"), _("no longer there"))
        if counts[word]
    ]
    if changes.statuses:
        other = {"count": notation.number(len(changes.statuses))}
        told.append(_("milestones that stand otherwise: %(count)s") % other)
    return _("%(span)s. %(told)s.") % {"span": span, "told": capfirst(_(", ").join(told) or _("nothing differs"))}


def statuses_section(changes: Changes, before: str, after: str, *beside: Column) -> Section | None:
    """The milestones whose statuses differ, as the two are called, by slug; None where none does."""
    columns = (
        Column(_("Milestone"), lambda slug: name_of(changes.milestones[slug], changes.viewpoint)),
        Column(before, lambda slug: _mark(changes.then, slug)),
        Column(after, lambda slug: _mark(changes.now, slug)),
        *beside,
    )
    heading = _("Milestones that stand otherwise")
    if not changes.statuses:
        return None
    return Section(heading, (table(heading, columns, changes.statuses),), "statuses")


def _mark(evaluation: Evaluation, slug: str) -> SafeString:
    status = evaluation.status_of(slug)
    return marked(STATUS_MARKS[status]) if status else shown("")


def facts_section(changes: Changes) -> Section:
    """The facts that differ: a fold a pillar, in the plan's order, one for what belongs to none; how many more."""
    by_pillar: dict[str, list[tuple[Place, Differing]]] = defaultdict(list)
    for change in islice(changes.facts, MOST_ROWS):
        place = place_of(change.row)
        by_pillar[place.pillar].append((place, change))
    named = {**changes.pillars, "": _("The plan itself")}
    own = ((name, by_pillar[slug]) for slug, name in named.items() if by_pillar[slug])
    blocks: list[Block] = [*folded((name, len(rows), [_table(name, rows, changes)]) for name, rows in own)]
    if left := max(0, len(changes.facts) - MOST_ROWS):
        told = _("And %(count)s more, which are only counted here.") % {"count": notation.number(left)}
        blocks.append(Text(told, "note"))
    return Section(_("Facts that differ"), blocks or [Text(_("The same facts hold at both."))], "facts")


def _table(name: str, rows: Sequence[tuple[Place, Differing]], changes: Changes) -> Block:
    viewpoint, names = changes.viewpoint, plan_names(changes.viewpoint.state)
    columns = (
        Column(_("Of"), lambda row: name_of(row[0].part, viewpoint) if row[0].part else name),
        Column(_("Kind"), lambda row: _kind(row[1])),
        Column(_("What became of it"), lambda row: capfirst(_came_or_went(row[1]))),
        Column(_("What it says"), lambda row: listed(says(row[1], names))),
        Column(_("Source"), lambda row: cited(_source(row[1], changes))),
    )
    return table(name, columns, rows)


def name_of(part: Any, viewpoint: Viewpoint) -> SafeString:
    """A part's name, which leads to its page where there is one now."""
    is_milestone = isinstance(part, Milestone) and viewpoint.rows(Milestone).by("slug")[part.slug]
    address = page_address(viewpoint, "milestone-page", part.slug) if is_milestone else ""
    return link(part.name or part.slug, address)


def _kind(differing: Differing) -> SafeString:
    """What kind of row it is, and of a record its day."""
    day = getattr(differing.row, "date", None) if differing.kind.is_of_records else None
    words = capfirst(differing.kind.model._meta.verbose_name or "")
    label = label_of(differing.row) if differing.kind.is_published else ""
    return labelled(_("%(kind)s, %(day)s") % {"kind": words, "day": notation.day(day)} if day else words, label)


def _came_or_went(differing: Differing) -> str:
    if differing.before is None:
        return _("added")
    was, now = (getattr(row, "retracted_at", None) for row in (differing.before, differing.after or differing.row))
    if now and not (differing.after and was):
        return _("retracted")
    return _("changed") if differing.after is not None else _("no longer there")


def says(differing: Differing, names: PlanNames, *told: str) -> Iterator[Words]:
    """Of an edited row each column with what it said and says; of any other all but what its place and `told` tell."""
    if differing.fields:
        edited = (field for field in differing.fields if field.name not in TOLD_IN_ONE)
        yield from {called(field): _became(field, differing, names) for field in edited}.values()
        return
    row, part = differing.row, place_of(differing.row).part
    untold = {*UNTOLD, *told, *(("name",) if part == row else ())}
    own = (field for field in differing.kind.fields if field.name not in untold)
    saying = (field for field in own if getattr(row, field.name) not in (field.default, part))
    yield from map(_short, phrases(saying, row, names))


TOLD_IN_ONE = frozenset({"retraction_reason_ar", "retraction_reason_he"})
"""Columns that a reader of their language finds in that of the reason."""
UNTOLD = TOLD_IN_ONE | {"slug", "date", "source", "recorded_at", "publication"}
"""Columns of a row that came or went which its place, its kind, its day or its source tell."""


def _became(field: KindField, differing: Differing, names: PlanNames) -> SafeString:
    before, after = (said_in(field, row, names) for row in (differing.before, differing.after))
    if before == after:
        told = _("%(name)s: in another language") if field.is_translated else "%(name)s"
        return format_html("{}", told % {"name": called(field)})
    return became(called(field), _short(before), _short(after))


def became(what: Words, before: str, after: str) -> SafeString:
    """What was otherwise, with how it was and how it is."""
    return format_html(
        '{}: {} <span class="arrow" aria-hidden="true"></span><span class="visually-hidden">{}</span> {}',
        what,
        shown(before),
        _("became"),
        shown(after),
    )


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST)


def _source(differing: Differing, changes: Changes) -> Any:
    key = getattr(differing.row, "source_id", None)
    return changes.viewpoint.source(key) or changes.earlier.source(key)
