"""Read-only parts of the admin: findings as they stand, differences without one, and a project's records."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from milestones.admin.base import page_of
from milestones.admin.summaries import EMPTY, NEWEST, add_link, day, link, table
from milestones.limits import SLUG_LENGTH
from milestones.models import Plan
from milestones.selectors.plans import Reader, local_date, visible_plans
from milestones.selectors.records import Viewpoint
from milestones.state import state_for
from pillars.reconstruction import models
from pillars.reconstruction.pages.findings import FindingNote, finding_notes
from pillars.reconstruction.selectors import Facts
from pillars.reconstruction.trail import Place


def standing_today(plan: Plan, reader: Reader) -> tuple[FindingNote, ...]:
    """The plan's findings as the reader may see them today, open ones first."""
    today = local_date(plan, timezone.now())
    return finding_notes(Facts(Viewpoint(state_for(plan, reader), today)))


def state_of(finding: models.Finding, standing: Iterable[FindingNote]) -> str:
    """The finding's state; a dash where it does not stand, since nothing was entered and nothing differs."""
    return next((note.state for note in standing if note.finding.slug == finding.slug), EMPTY)


def finding_table(finding: models.Finding, reader: Reader) -> SafeString:
    """A finding as it stands, what was entered of it, and the way to enter more."""
    standing = standing_today(finding.plan, reader)
    note = next((note for note in standing if note.finding.slug == finding.slug), None)
    entries = models.FindingEntry.objects.filter(finding=finding).visible_to(reader).select_related("actor")
    rows = (
        (link(page_of(row), day(row.date)), row.get_state_display(), row.actor or row.claimant, row.note)
        for row in entries.order_by("-date", "-recorded_at", "-pk")[:NEWEST]
    )
    words = _("%(state)s. %(accounts)s") % {"state": note.state, "accounts": note.accounts} if note else EMPTY
    return format_html(
        "<p>{}</p>{}<p>{}</p>",
        words,
        table((_("Date"), _("State"), _("By"), _("Note")), rows),
        add_link(reader, models.FindingEntry, _("Add an entry"), plan=finding.plan_id, finding=finding.pk),
    )


def unopened_table(reader: Reader) -> SafeString | str:
    """The differences that no finding was opened for, plan by plan, each with the way to open one."""
    rows = [
        (plan, note.name, note.finding.about.label, note.accounts, _opening(plan, note, reader))
        for plan in visible_plans(reader)
        for note in standing_today(plan, reader)
        if not note.finding.slug
    ]
    if not rows:
        return ""
    headings = (_("Plan"), _("Differs"), _("About"), _("Accounts"), _("Finding"))
    return table(headings, rows)


def _opening(plan: Plan, note: FindingNote, reader: Reader) -> SafeString | str:
    """A link to the empty form, begun with what is known of the difference."""
    place, about = note.finding.place, note.finding.about.value
    slugs = [about, *filter(None, (place.appeal, place.donor, place.channel, place.project))]
    begun = {
        "plan": plan.pk,
        "about": about,
        f"name_{get_language()}": note.name,
        "slug": "-".join(slugs)[:SLUG_LENGTH].strip("-"),
    }
    return add_link(reader, models.Finding, _("Open a finding"), **begun, **_keys(plan, place))


def _keys(plan: Plan, place: Place) -> dict[str, int]:
    """The keys of what a place names."""
    field_of: Any = models.Finding._meta.get_field
    return {
        name: field_of(name).related_model.objects.get(plan=plan, slug=slug).pk
        for name, slug in asdict(place).items()
        if slug is not None
    }


def project_table(project: models.Project, reader: Reader) -> SafeString:
    """What is on record of a project, newest first, and the way to enter more."""
    kinds: tuple[tuple[Any, str], ...] = (
        (models.ProjectStep, _("Add a step")),
        (models.UnitCount, _("Add a count of units")),
        (models.Transaction, _("Add a transaction")),
    )
    rows = [
        row
        for model, _words in kinds
        for row in model.objects.filter(project=project).visible_to(reader).order_by("-date", "-pk")[:NEWEST]
    ]
    rows.sort(key=lambda row: row.date, reverse=True)
    begun = {"plan": project.plan_id, "project": project.pk}
    adding = SafeString(" ".join(add_link(reader, model, words, **begun) for model, words in kinds))
    shown = table(
        (_("Date"), _("Record"), _("Grade"), _("Standing")),
        (
            (
                day(row.date),
                link(page_of(row), row),
                row.get_verification_display(),
                _("retracted") if row.retracted_at else _("stands"),
            )
            for row in rows
        ),
    )
    return format_html("{}<p>{}</p>", shown, adding)
