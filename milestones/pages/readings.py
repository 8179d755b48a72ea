"""What the readings of the text differ in: of a plan the milestones, of a milestone its status, side by side."""

from dataclasses import replace
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency import Evaluation
from milestones.contingency.explanation import Explanation
from milestones.notation import ngettext
from milestones.pages.blocks import Column, Section, Table, table
from milestones.pages.cells import isolated, link, listed, marked, noted
from milestones.pages.links import moment_address, query_with, short_reading
from milestones.pages.page import Page
from milestones.pages.scene import Scene
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.milestone_records import ReadingNote
from milestones.wording.reasons import reason_sentences
from milestones.words import STATUS_MARKS


def readings_page(scene: Scene, ordering: str = "") -> Page:
    """The page of what the plan's readings differ in, and how many are alike in all.

    In the plan's order, or, if one of the readings is named, in that of the statuses under it.
    """
    viewpoint, names = scene.viewpoint, scene.names.readings
    told = {slug: replace(viewpoint, reading=slug).evaluation() for slug in names}
    differing = [
        slug
        for slug in scene.evaluation.milestones
        if len({evaluation.milestones[slug].status for evaluation in told.values()}) > 1
    ]
    if ordering:
        ranks = {status: rank for rank, status in enumerate(STATUS_MARKS)}
        differing.sort(key=lambda slug: ranks[told[ordering].milestones[slug].status])
    alike = len(scene.evaluation.milestones) - len(differing)
    text = ngettext("%(count)s milestone differs.", "%(count)s milestones differ.", len(differing))
    differ = text if differing else _("No milestone differs on this day.")
    same = ngettext("%(count)s is the same in all.", "%(count)s are the same in all.", alike)
    links = (link(name, query_with(viewpoint, reading=slug)) for slug, name in names.items())
    heading = _("Readings")
    rows = table(heading, _columns(scene, told, ordering), differing)
    return Page(
        heading=_("What the readings differ in"),
        state=f"{differ} {same}",
        about={_("Show this page as read by"): listed(links)} if names else {},
        blocks=(Section(heading, (rows,), "by-reading", kind="drawn"),) if differing else (),
        data=moment_address(viewpoint, "evaluation"),
    )


def _columns(scene: Scene, told: dict[str, Evaluation], ordering: str) -> list[Column]:
    def status(evaluation: Evaluation) -> Any:
        return lambda slug: marked(STATUS_MARKS[evaluation.milestones[slug].status])

    def heading(slug: str) -> SafeString:
        return link(short_reading(scene.names.readings[slug]), query_with(scene.viewpoint, ordering=slug))

    return [
        Column(_("Milestone"), scene.milestone),
        *(Column(heading(slug), status(evaluation), is_sorted=slug == ordering) for slug, evaluation in told.items()),
    ]


Row = tuple[ReadingNote, Explanation]


def readings_table(facts: MilestonePageFacts, proof: MilestoneProof) -> Table | None:
    """A row for each reading, in the plan's order, each of the others leading to the page under it.

    None where the plan declares fewer than two. Reasons that are those of the reading shown are not told again.
    """
    if len(proof.by_reading) < 2:
        return None
    shown = proof.evaluation.reading
    own_reasons = reason_sentences(proof.explained, facts.names)

    def name(row: Row) -> SafeString:
        reading, _explained = row
        if reading.slug == shown:
            return noted(format_html("<b>{}</b>", isolated(reading.name)), _("shown here"))
        return link(reading.name, query_with(facts.viewpoint, reading=reading.slug))

    def reasons(row: Row) -> SafeString:
        reading, explained = row
        told = reason_sentences(explained, facts.names)
        if not told or (told == own_reasons and reading.slug != shown):
            return format_html('<span class="note">{}</span>', _("the same reasons"))
        return format_html_join("", "<p>{}</p>", ((reason,) for reason in told))

    columns = (
        Column(_("Reading"), name),
        Column(_("Status"), lambda row: marked(STATUS_MARKS[row[1].verdict.status])),
        Column(_("Why"), reasons),
    )
    return table(
        _("Under each reading of the text"),
        columns,
        proof.by_reading,
        kind="readings",
        row_kind=lambda row: "is-shown" if row[0].slug == shown else "",
    )
