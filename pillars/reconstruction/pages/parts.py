"""What several of reconstruction's pages say alike."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.contingency.scales import Grade
from milestones.pages.blocks import Text
from milestones.pages.cells import cited, isolated, link
from milestones.pages.links import page_address
from milestones.pictures.bars import Bar
from milestones.selectors.records import Viewpoint
from pillars.reconstruction.models import Appeal, Project
from pillars.reconstruction.selectors import PILLAR, Facts
from pillars.reconstruction.trail import Rate
from pillars.reconstruction.wording import rate_words

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
