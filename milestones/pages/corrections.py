"""What was taken back of a plan's records, and why, what was revised of its text; what was published otherwise then."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import METHOD
from milestones.kinds.format import every_kind
from milestones.pages.blocks import Column, Section, Text, table
from milestones.pages.cells import cited, dated, grade_mark, link, shown, struck
from milestones.pages.links import page_with
from milestones.pages.page import Page
from milestones.selectors.causes import published_otherwise
from milestones.selectors.plan_page import plan_names
from milestones.selectors.plans import calendar_day
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.selectors.revised import Revised, redacted_entries, revised_rows
from milestones.wording.columns import called, phrases
from milestones.words import STATUS_MARKS

SEPARATOR = " · "


def corrections_page(viewpoint: Viewpoint) -> Page:
    """The page of what was retracted by the viewpoint's instant."""
    kinds = {kind.model: kind for kind in every_kind() if kind.is_retractable}
    retracted = [note for model in kinds for note in viewpoint.notes(viewpoint.rows(model)) if note.is_retracted]
    corrections = sorted(retracted, key=lambda note: note.row.retracted_at, reverse=True)
    revised, names = revised_rows(viewpoint), plan_names(viewpoint.state)
    counts = {"retracted": notation.number(len(corrections)), "revised": notation.number(len(revised))}
    words = _(
        "Records are never changed or deleted. A mistaken one is retracted and stays to be seen. Every page can be had "
        "for an earlier day, and as it was known at an earlier time."
    )

    def contents(note: RecordNote) -> SafeString:
        kind = kinds[type(note.row)]
        own = (field for field in kind.fields_alone if field.name not in kind.shared_names)
        return struck(SEPARATOR.join(phrases(own, note.row, names)))

    columns = (
        Column(_("Retracted"), lambda note: _calendar_day(viewpoint, note.row.retracted_at)),
        Column(_("Kind"), lambda note: capfirst(note.row._meta.verbose_name)),
        Column(_("Day"), lambda note: dated(note.row.date)),
        Column(_("What it said"), contents),
        Column(_("Grade"), lambda note: grade_mark(note.grade)),
        Column(_("Why it was retracted"), lambda note: note.row.why_retracted or _("no reason given")),
        Column(_("Source"), lambda note: cited(note.source)),
    )
    heading = _("Corrections")
    return Page(
        heading=heading,
        state=_("Records retracted: %(retracted)s. Texts revised: %(revised)s.") % counts,
        blocks=(
            Text(words, "note"),
            table(heading, columns, corrections, none=_("Nothing was retracted.")),
            _revised(viewpoint, revised),
            *_redacted(viewpoint),
        ),
        data="",
    )


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
    text = ngettext(
        "%(count)s entry withheld: it was made restricted since.",
        "%(count)s entries withheld: they were made restricted since.",
        count,
    )
    return text % {"count": count}
