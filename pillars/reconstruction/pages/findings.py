"""Findings: their two accounts, who must account for them, and what was said; and what several pages say alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.contingency.scales import Grade
from milestones.pages.bars import BarLine, Bars
from milestones.pages.blocks import Block, Section, Text
from milestones.pages.cells import cited, isolated, labelled, link, said_of
from milestones.pages.hues import hue_of
from milestones.pages.links import page_address, records_address
from milestones.pages.page import Page
from milestones.pictures.bars import Bar
from milestones.selectors.records import RecordNote, Viewpoint, only
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models import Appeal, FindingEntry, Project
from pillars.reconstruction.models import Finding as OpenedFinding
from pillars.reconstruction.models.choices import About
from pillars.reconstruction.reconciliation import Finding
from pillars.reconstruction.selectors import PILLAR, Facts
from pillars.reconstruction.trail import Place, Rate
from pillars.reconstruction.wording import account_sums, accounts, rate_words

BAR_KEY = gettext_lazy("Filled: confirmed. Hatched: said, not confirmed.")


def rates_text(rates: Iterable[Rate], viewpoint: Viewpoint) -> Sequence[Text]:
    """The rates at which sums were converted, each once and with its source; nothing without any."""
    told = [_rate(rate, viewpoint) for rate in {rate.key: rate for rate in rates}.values()]
    if not told:
        return ()
    words = format_html("{} {}", _("Converted at:"), SafeString(_("; ").join(told)))
    return (Text(words, "note"),)


def _rate(rate: Rate, viewpoint: Viewpoint) -> SafeString:
    words, source = isolated(rate_words(rate)), cited(viewpoint.source(rate.source))
    return format_html("{} · {}", words, source) if source else words


def linked(kind: str, row: Any, facts: Facts) -> SafeString | str:
    """An appeal, donor, channel or project by its name, which leads to its page; nothing for None."""
    return link(row, page_address(facts.viewpoint, f"{PILLAR}-{kind}", row.slug)) if row else ""


def held_by_gates(row: Appeal | Project, facts: Facts) -> dict[str, object]:
    """The milestone whose gates hold the money, as a term; where the reader may see it."""
    milestone = row.milestone
    address = page_address(facts.viewpoint, "milestone-page", milestone.slug) if milestone else ""
    return {_("Milestone that it waits for"): milestone and link(milestone, address)}


def bar_of(amount: Decimal, grade: Grade, *, whole: Decimal | None = None) -> Bar:
    """An amount as a bar; one behind which nothing but a report stands is said, not established."""
    return Bar(amount if grade >= Grade.CORROBORATED else Decimal(0), amount, whole)


@dataclass(frozen=True, slots=True)
class Claims:
    """What was said of a finding, claims side by side."""

    notes: Sequence[RecordNote]
    template: ClassVar[str] = "reconstruction/claims.html"


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A finding as it stands, its name, and its row, None where nobody opened it; with its entries."""

    finding: Finding
    name: str
    row: OpenedFinding | None
    entries: Sequence[RecordNote]

    @property
    def state(self) -> str:
        """The word of its state."""
        return str(self.finding.state.label)

    @property
    def accounts(self) -> str:
        """Its two accounts as one text; empty without a difference."""
        return accounts(self.finding.difference) if self.finding.difference else ""


def finding_notes(facts: Facts) -> tuple[FindingNote, ...]:
    """Every finding that stands on the day, open ones first."""
    standing, _grade = standing_findings(facts.records, facts.viewpoint.on, facts.viewpoint.known_at)
    in_order = sorted(standing, key=lambda finding: not finding.is_open)
    return tuple(_note(finding, facts) for finding in in_order)


def finding_sections(facts: Facts, *, chosen: Callable[[Place], bool] = lambda place: True) -> Sequence[Section]:
    """The findings at the places that are chosen, each with its accounts and claims."""
    notes = finding_notes(facts)
    return tuple(_section(note, facts.viewpoint) for note in notes if chosen(note.finding.place))


def finding_page(viewpoint: Viewpoint, slug: str) -> Page:
    """One finding with all that was said of it; raises ObjectDoesNotExist, also before it stands."""
    facts = Facts(viewpoint)
    row = viewpoint.rows(OpenedFinding).get(slug=slug)
    note = only([note for note in finding_notes(facts) if note.finding.slug == slug])
    places = {"appeal": _("Appeal"), "donor": _("Donor"), "channel": _("Channel"), "project": _("Project")}
    about = {
        _("Kind"): note.finding.about.label,
        _("To be accounted for by"): row.owner or _("nobody is named"),
        **{term: linked(kind, getattr(row, kind), facts) for kind, term in places.items()},
    }
    return Page(
        heading=note.name,
        label=note.state,
        about=said_of(about),
        blocks=(*_accounts(note, viewpoint), Section(_("What was said and done"), (Claims(note.entries),), "said")),
        data=records_address(viewpoint, f"{PILLAR}-finding-entries", finding=slug),
    )


def _note(finding: Finding, facts: Facts) -> FindingNote:
    row = next(iter(facts.viewpoint.rows(OpenedFinding, slug=finding.slug)), None)
    entries = facts.notes(FindingEntry, finding=row) if row else ()
    # What a difference that nobody opened is about is its place, by the names of what it names
    named = (str(facts.places[kind].get(slug, slug)) for kind, slug in asdict(finding.place).items() if slug)
    return FindingNote(finding, str(row) if row else " · ".join(named), row, entries)


def _section(note: FindingNote, viewpoint: Viewpoint) -> Section:
    slug, owner = note.finding.slug, note.row.owner if note.row else None
    name = link(note.name, page_address(viewpoint, f"{PILLAR}-finding", slug) if slug else "")
    by = _("to be accounted for by %(owner)s") % {"owner": owner} if owner else _("nobody is named to account for it")
    blocks = (Text(f"{note.finding.about.label} · {by}"), *_accounts(note, viewpoint), Claims(note.entries))
    return Section(labelled(name, note.state), blocks, level=3, kind="finding")


def _accounts(note: FindingNote, viewpoint: Viewpoint) -> Sequence[Block]:
    """The two accounts that it holds against each other, as bars and in words; nothing without a difference."""
    difference = note.finding.difference
    if difference is None:
        return ()
    labels = (
        (_("paid, the donor says"), _("received, the channel says"))
        if difference.about is About.RECEIVED
        else (_("disbursed of committed"), _("delivered of planned"))
    )
    amounts = (difference.first, difference.second)
    lines = [
        BarLine(label, words, bar_of(amount, difference.grade))
        for label, amount, words in zip(labels, amounts, account_sums(difference), strict=True)
    ]
    title = _("%(finding)s: the two accounts") % {"finding": note.name}
    named = note.finding.slug or "-".join(filter(None, asdict(note.finding.place).values()))
    caption = f"{note.accounts} {BAR_KEY}"
    drawn = Bars(title, lines, hue=hue_of(PILLAR), caption=caption, slug=f"accounts-{named}")
    return drawn, *rates_text(difference.rates, viewpoint)
