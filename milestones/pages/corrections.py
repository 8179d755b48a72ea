"""What was taken back of a plan's records, and why, what was revised of its text; what was published otherwise then."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import METHOD
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Section, Text, folded, table
from milestones.pages.cells import dated, link, shown, struck
from milestones.pages.links import page_with
from milestones.pages.page import Page
from milestones.pages.record_lists import record_table
from milestones.selectors.causes import published_otherwise
from milestones.selectors.plan_page import plan_names
from milestones.selectors.plans import calendar_day
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.selectors.revised import Revised, redacted_entries, revised_rows
from milestones.wording.columns import called, phrases
from milestones.words import STATUS_MARKS

SEPARATOR = " · "


def corrections_page(viewpoint: Viewpoint) -> Page:
    """The page of what was retracted by the viewpoint's instant, by kind, each with what was retracted last first."""
    kinds = {kind.model: kind for kind in every_kind() if kind.is_retractable}
    notes = [note for model in kinds for note in viewpoint.notes(viewpoint.rows(model)) if note.is_retracted]
    corrections: dict[Kind, list[RecordNote]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.row.retracted_at, reverse=True):
        corrections[kinds[type(note.row)]].append(note)
    revised = revised_rows(viewpoint)
    counts = {"retracted": notation.number(len(notes)), "revised": notation.number(len(revised))}
    words = _(
        "Records are never changed or deleted. A mistaken one is retracted and stays to be seen. Every page can be had "
        "for an earlier day, and as it was known at an earlier time."
    )
    told = folded((kind.heading, len(own), [_retracted(viewpoint, kind, own)]) for kind, own in corrections.items())
    return Page(
        heading=_("Corrections"),
        state=_("Records retracted: %(retracted)s. Texts revised: %(revised)s.") % counts,
        blocks=(
            Text(words, "note"),
            *(told or (Text(_("Nothing was retracted.")),)),
            _revised(viewpoint, revised),
            *_redacted(viewpoint),
        ),
        data="",
    )


def _retracted(viewpoint: Viewpoint, kind: Kind, notes: Sequence[RecordNote]) -> Block:
    """Records of a kind, of which not the row but what it said is struck, and why it is has a column of its own."""
    own, names = [f for f in kind.fields_alone if f.name not in kind.shared_names], plan_names(viewpoint.state)
    columns = (
        Column(_("What it said"), lambda row: struck(SEPARATOR.join(phrases(own, row, names)))),
        Column(_("Why it was retracted"), lambda row: row.why_retracted or _("no reason given")),
        Column(_("Retracted"), lambda row: _calendar_day(viewpoint, row.retracted_at)),
    )
    return record_table(kind.heading, columns, [replace(note, is_retracted=False) for note in notes])


def _revised(viewpoint: Viewpoint, rows: Sequence[Revised]) -> Section:
    """What was revised of the plan's published text, each with what it said before and says now."""
    note = _(
        "What the plan itself says is edited where it was told wrongly or has changed. Of each edit that was published "
        "the page of what differs shows both versions; a reason is asked of retractions alone."
    )
    columns = (
        Column(_("Revised"), lambda revised: _calendar_day(viewpoint, revised.at)),
        Column(_("Kind"), lambda revised: capfirst(revised.kind.model._meta.verbose_name or "")),
        Column(_("Of"), lambda revised: shown(str(revised.row))),
        Column(_("Parts revised"), _keys_in_words),
        Column(_("Both versions"), lambda revised: link(_("What differs"), _both_versions(revised, viewpoint))),
    )
    heading, none = _("What was revised"), _("No published text was revised.")
    return Section(heading, (Text(note, "note"), table(heading, columns, rows, none=none)), "revised")


def _redacted(viewpoint: Viewpoint) -> Iterator[Section]:
    """What was taken out for good; nothing where nothing was."""
    entries = redacted_entries(viewpoint)
    if not entries:
        return
    note = _(
        "What must never have been entered, such as a person's name, was taken out for good. Its digest, the day and "
        "the reason stay."
    )
    columns = (
        Column(_("Redacted"), lambda entry: _calendar_day(viewpoint, entry.redacted_at)),
        Column(_("Kind"), lambda entry: entry.get_kind_display()),
        Column(_("Why it was redacted"), lambda entry: entry.redaction_reason),
        Column(_("Digest"), lambda entry: bytes(entry.digest).hex()),
    )
    heading = _("What was redacted")
    yield Section(heading, (Text(note, "note"), table(heading, columns, entries)), "redacted")


def _calendar_day(viewpoint: Viewpoint, instant: datetime) -> SafeString:
    return dated(calendar_day(viewpoint.plan.timezone, instant))


def _keys_in_words(revised: Revised) -> str:
    """The columns that say something else, by their names."""
    names = {field.key: called(field) for field in revised.kind.fields}
    return SEPARATOR.join(names.get(key) or names[f"{key}_on"] for key in revised.keys)


def _both_versions(revised: Revised, viewpoint: Viewpoint) -> str:
    instants = {"from": (revised.at - timedelta(microseconds=1)).isoformat(), "known_at": revised.at.isoformat()}
    return page_with(viewpoint, "changes-page", **instants)


def published_sentences(viewpoint: Viewpoint, *, of: str = "") -> list[str]:
    """A sentence for each milestone, or for one, that was published in another status than the page gives it."""
    evaluation, names = viewpoint.evaluation(), plan_names(viewpoint.state).milestones
    sentence = _(
        "%(milestone)s: published then, by version %(method)s of the method: %(then)s. By today’s, version %(today)s: "
        "%(now)s."
    )
    return [
        sentence
        % {
            "milestone": names[slug],
            "method": notation.number(then.method),
            "then": STATUS_MARKS[then.status].word,
            "today": notation.number(METHOD),
            "now": STATUS_MARKS[evaluation.milestones[slug].status].word,
        }
        for slug, then in published_otherwise(viewpoint.state, evaluation).items()
        if of in ("", slug)
    ]


def withheld_sentence(count: int) -> str:
    """That so many entries that were public then are left out; empty for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s entry withheld: it was made restricted since.",
        "%(count)s entries withheld: they were made restricted since.",
        count,
    )
