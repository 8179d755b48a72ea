"""The milestone's status under each reading of the text, side by side."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.explanation import Explanation
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import isolated, link, marked, noted
from milestones.pages.links import query_with
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.milestone_records import ReadingNote
from milestones.wording.reasons import reason_sentences
from milestones.words import STATUS_MARKS

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
