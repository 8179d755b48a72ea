"""How a status comes about, in short (the whole rule book is docs/method.md), and what the words mean."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones import words
from milestones.pages.milestone_table import LevelBar
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.point import asked_moment
from milestones.wording.ranges import range_sentence


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale of words, under a heading."""

    heading: str
    marks: tuple[words.Mark, ...]
    has_glyphs: bool = False


@require_safe
@answers_bad_addresses
def method_page(request: HttpRequest) -> HttpResponse:
    """Levels, grades, ranges, truths and statuses, each with its mark and its meaning."""
    asked_moment(request)
    context = {
        "heading": _("How a status comes about"),
        "summary": _(
            "Parties to a peace plan promise one another things on conditions. This site records who said what, and "
            "works out from the records, by fixed rules, which steps may go ahead and what the others wait for."
        ),
        "levels": words.LEVELS,
        "grades": words.GRADES,
        "ranges": _ranges(),
        "truths": words.TRUTHS,
        "statuses": words.STATUSES,
    }
    return render_page(request, "milestones/method.html", context)


@require_safe
@answers_bad_addresses
def words_page(request: HttpRequest) -> HttpResponse:
    """Every word of the table with its meaning and the API's value; each status word on a page leads here."""
    asked_moment(request)
    summary = _("Each word of these pages, with what it means and, beside it, its name in the data.")
    context = {"heading": _("What the words mean"), "summary": summary, "scales": _scales()}
    return render_page(request, "milestones/words.html", context)


def _scales() -> tuple[Scale, ...]:
    headings = {
        "status": _("Where a milestone stands"),
        "truth": _("Whether a condition is met"),
        "level": _("How far a step has come"),
        "grade": _("How well a record is verified"),
        "tier": _("How a source was read"),
        "kind": _("What kind of step it is"),
        "stance": _("What an actor says of it"),
        "term": _("Other words"),
    }
    return tuple(
        Scale(headings[name], marks, has_glyphs=name in ("status", "truth")) for name, marks in words.TABLE.items()
    )


def _ranges() -> tuple[tuple[LevelBar, str], ...]:
    """Level ranges as pages draw them, each with how to read it."""
    cases: tuple[tuple[int, int, tuple[int, ...], tuple[int, ...]], ...] = (
        (3, 3, (3,), ()),
        (1, 3, (1,), (3,)),
        (0, 3, (), (3,)),
        (1, 3, (3,), (1,)),
        (1, 2, (1, 2), ()),
        (0, 0, (), ()),
    )
    return tuple(
        (LevelBar(low, high, "", has_records=bool(base or later)), range_sentence(low, high, base=base, later=later))
        for low, high, base, later in cases
    )
