"""What the pages of reconstruction show: needs, an appeal, a project, a donor, a channel, a finding."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from milestones.models import Plan
from milestones.selectors.plans import Reader
from pillars.reconstruction.finding_lines import finding_lines
from pillars.reconstruction.models import Appeal, Channel, Donor, Finding, Project
from pillars.reconstruction.money_lines import money_parts, transaction_line
from pillars.reconstruction.needs_lines import compared_part, estimate_line, needs_part
from pillars.reconstruction.project_lines import project_part
from pillars.reconstruction.record_lines import FactLine
from pillars.reconstruction.selectors import find_part, milestone_of, money_facts, needs_facts, work_facts
from pillars.reconstruction.trail import Place


@dataclass(frozen=True, slots=True)
class Seen:
    """Of which plan, for whom, for which day and instant a page is; `query` goes on to the pages it links."""

    plan: Plan
    user: Reader
    on: dt.date
    known_at: dt.datetime | None
    query: str

    def address(self, page: str, slug: str) -> str:
        """The address of a record's page, for the same moment."""
        return reverse(f"reconstruction-{page}", args=[self.plan.slug, slug]) + self.query


@dataclass(frozen=True, slots=True)
class AboutLine:
    """One thing that is said of a row; the address is empty for none."""

    term: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class RecordList:
    """Records under a heading."""

    heading: str
    lines: tuple[FactLine, ...]


def needs_page(seen: Seen, one: str, other: str) -> dict[str, Any]:
    """The needs with every figure, and two of them held against each other."""
    facts = needs_facts(seen.plan, user=seen.user, on=seen.on, known_at=seen.known_at)
    return {
        "heading": _("Needs"),
        "needs": needs_part(facts),
        "compared": compared_part(facts, one, other),
        "assessments": facts.assessments,
        "lists": (
            RecordList(_("Every figure"), tuple(estimate_line(note, facts) for note in facts.estimates)),
        ),
        "data": "estimates",
    }


def appeal_page(seen: Seen, slug: str) -> dict[str, Any]:
    """An appeal's money; raises ObjectDoesNotExist."""
    appeal = find_part(Appeal, seen.plan, slug, seen.user)
    context = _money_page(seen, appeal, "appeal", lambda place: place.appeal == slug)
    return context | {"about": _gates(seen, appeal)}


def donor_page(seen: Seen, slug: str) -> dict[str, Any]:
    """What one donor gives, appeal by appeal; raises ObjectDoesNotExist."""
    donor = find_part(Donor, seen.plan, slug, seen.user)
    about = []
    if donor.actor:
        about.append(AboutLine(_("Actor"), str(donor.actor)))
    if donor.part_of:
        about.append(AboutLine(_("Part of"), str(donor.part_of), seen.address("donor", donor.part_of.slug)))
    if donor.iati_ref:
        about.append(AboutLine(_("IATI organisation"), donor.iati_ref))
    return _money_page(seen, donor, "donor", lambda place: place.donor == slug) | {"about": about}


def channel_page(seen: Seen, slug: str) -> dict[str, Any]:
    """What goes through one channel, appeal by appeal; raises ObjectDoesNotExist."""
    channel = find_part(Channel, seen.plan, slug, seen.user)
    about = [AboutLine(_("Kind"), channel.get_kind_display())]
    if channel.holder:
        about.append(AboutLine(_("Kept by"), str(channel.holder)))
    if channel.iati_ref:
        about.append(AboutLine(_("IATI organisation"), channel.iati_ref))
    return _money_page(seen, channel, "channel", lambda place: place.channel == slug) | {"about": about}


def project_page(seen: Seen, slug: str) -> dict[str, Any]:
    """A project: its dates, its units and its money; raises ObjectDoesNotExist."""
    project = find_part(Project, seen.plan, slug, seen.user)
    context = _money_page(seen, project, "project", lambda place: place.project == slug)
    part = project_part(project, context["work"], seen.on, seen.known_at)
    return context | {
        "project": part,
        "about": _about_project(seen, project),
        "lists": (RecordList(_("Steps and units"), part.records), *context["lists"]),
    }


def _about_project(seen: Seen, project: Project) -> list[AboutLine]:
    found = [
        AboutLine(term, str(row))
        for term, row in (
            (_("Sector"), project.sector),
            (_("Area"), project.area),
            (_("Implementer"), project.implementer),
        )
        if row
    ]
    return found + _gates(seen, project)


def _gates(seen: Seen, row: Appeal | Project) -> list[AboutLine]:
    """The milestone whose gates hold the money, where the reader may see it."""
    milestone = milestone_of(row, seen.user)
    if milestone is None:
        return []
    address = reverse("milestone-page", args=[seen.plan.slug, milestone.slug]) + seen.query
    return [AboutLine(_("Milestone whose gates hold it"), str(milestone), address)]


def finding_page(seen: Seen, slug: str) -> dict[str, Any]:
    """One finding with all that was said of it; raises ObjectDoesNotExist, also before it stands."""
    finding = find_part(Finding, seen.plan, slug, seen.user)
    facts = work_facts(seen.plan, user=seen.user, on=seen.on, known_at=seen.known_at)
    found = finding_lines(facts, seen.on, seen.known_at)
    line = next((each for each in found if each.slug == slug), None)
    if line is None:
        raise ObjectDoesNotExist(slug)
    places = (
        (_("Appeal"), "appeal", finding.appeal),
        (_("Donor"), "donor", finding.donor),
        (_("Channel"), "channel", finding.channel),
        (_("Project"), "project", finding.project),
    )
    about = [
        AboutLine(_("About"), line.about),
        AboutLine(_("To be accounted for by"), line.owner or _("nobody is named")),
        *(AboutLine(term, str(row), seen.address(page, row.slug)) for term, page, row in places if row),
    ]
    return {
        "heading": line.name,
        "label": line.state,
        "about": about,
        "finding": line,
        "data": f"finding-entries?finding={slug}",
    }


def _money_page(seen: Seen, row: Any, kind: str, chosen: Callable[[Place], bool]) -> dict[str, Any]:
    """The money at the places that are chosen, with its transactions and the findings about it."""
    facts = money_facts(seen.plan, user=seen.user, on=seen.on, known_at=seen.known_at, only={kind: row.slug})
    work = work_facts(seen.plan, user=seen.user, on=seen.on, known_at=seen.known_at, records=facts.records)
    lines = [line for line in facts.records.money.lines(seen.on, seen.known_at) if chosen(line.place)]
    findings = finding_lines(work, seen.on, seen.known_at)
    return {
        "heading": str(row),
        "moneys": money_parts(facts, lines, seen.on, seen.known_at),
        "findings": tuple(finding for finding in findings if chosen(finding.place)),
        "work": work,
        "lists": (
            RecordList(
                _("Transactions"), tuple(transaction_line(note, facts) for note in facts.transactions)
            ),
        ),
        "data": f"transactions?{kind}={row.slug}",
    }
