"""Findings as the lines of the panel and pages: their two accounts, who must account for them, what was said."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from pillars.reconstruction import wording
from pillars.reconstruction.accounts import Difference
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models.choices import About
from pillars.reconstruction.pictures import Bar, draw_bars
from pillars.reconstruction.reconciliation import Finding
from pillars.reconstruction.record_lines import FactLine, RateLine, fact_line, is_only_reported, rate_lines
from pillars.reconstruction.selectors import RecordNote, WorkFacts
from pillars.reconstruction.trail import Place


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with its owner and state, its two accounts, and what each side said; no slug where none opened it."""

    slug: str
    name: str
    about_slug: str
    about: str
    owner: str
    state: str
    is_open: bool
    place: Place
    accounts: str
    picture: SafeString | None
    rates: tuple[RateLine, ...]
    said: tuple[FactLine, ...]


def finding_lines(facts: WorkFacts, on: dt.date, known_at: dt.datetime | None) -> tuple[FindingLine, ...]:
    """Every finding that stands on the day, open ones first."""
    standing, _grade = standing_findings(facts.records, on, known_at)
    ordered = sorted(standing, key=lambda finding: not finding.is_open)
    return tuple(_finding_line(finding, facts, number) for number, finding in enumerate(ordered))


def _finding_line(finding: Finding, facts: WorkFacts, number: int) -> FindingLine:
    row = next((each for each in facts.findings if each.slug == finding.slug), None)
    said = [note for note in facts.entries if row is not None and note.row.finding_id == row.pk]
    difference = finding.difference
    name = str(row) if row else _named(finding.place, facts.names)
    return FindingLine(
        slug=finding.slug or "",
        name=name,
        about_slug=finding.about.value,
        about=str(finding.about.label),
        owner=str(row.owner) if row and row.owner else "",
        state=str(finding.state.label),
        is_open=finding.is_open,
        place=finding.place,
        accounts=accounts(difference) if difference else "",
        picture=_draw(difference, name, f"accounts-{number}") if difference else None,
        rates=rate_lines(difference.rates, facts.sources) if difference else (),
        said=tuple(_entry_line(note, facts) for note in said),
    )


def _named(place: Place, names: Mapping[str, Mapping[str, str]]) -> str:
    """What a difference that nobody opened is about: its place, by the names of what it names."""
    slugs = {"appeal": place.appeal, "donor": place.donor, "channel": place.channel, "project": place.project}
    return " · ".join(names[kind].get(slug, slug) for kind, slug in slugs.items() if slug)


def _entry_line(note: RecordNote, facts: WorkFacts) -> FactLine:
    row = note.row
    state = str(row.get_state_display()) if row.state else ""
    return fact_line(note, state, facts.sources, by=str(row.actor or row.claimant or ""))


def accounts(difference: Difference) -> str:
    """Both accounts as one text."""
    first, second = _sums(difference)
    if difference.about is About.RECEIVED:
        return _("Paid, by the donor's word: %(first)s. Received, by the channel's: %(second)s.") % {
            "first": first,
            "second": second,
        }
    return _("Disbursed: %(first)s of what was committed. Delivered: %(second)s of what was planned.") % {
        "first": first,
        "second": second,
    }


def _sums(difference: Difference) -> tuple[str, str]:
    if difference.about is About.RECEIVED:
        return (
            wording.money(difference.first, difference.unit),
            wording.money(difference.second, difference.unit),
        )
    return (
        _("%(range)s%%") % {"range": notation.number(difference.first, 1)},
        _("%(range)s%%") % {"range": notation.number(difference.second, 1)},
    )


def _draw(difference: Difference, name: str, slug: str) -> SafeString:
    """The two accounts as bars on one scale."""
    labels = (
        (_("paid, the donor says"), _("received, the channel says"))
        if difference.about is About.RECEIVED
        else (_("disbursed of committed"), _("delivered of planned"))
    )
    pale = is_only_reported(difference.grade)
    amounts = (difference.first, difference.second)
    return draw_bars(
        [
            Bar(label, amount, words, is_only_reported=pale)
            for label, amount, words in zip(labels, amounts, _sums(difference), strict=True)
        ],
        title=_("%(finding)s: the two accounts") % {"finding": name},
        description=_(
            "Two bars on one scale, paler where an account is only reported. The text says the same."
        ),
        slug=slug,
        is_rtl=translation.get_language_bidi(),
    )
