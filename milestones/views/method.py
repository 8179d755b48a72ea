"""How a status comes about, in short and in the reader's language; the whole rule book is docs/method.md."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones.contingency.scales import Grade, Level
from milestones.pages.milestone_table import LevelBar
from milestones.verdict_marks import GRADE_WORDS, LEVEL_WORDS, STATUS_MARKS, TRUTH_MARKS
from milestones.views.errors import answers_bad_addresses
from milestones.views.frame import render_page
from milestones.views.point import check_language
from milestones.wording.ranges import range_sentence


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RangeExample:
    """A level range as pages draw it, and how to read it."""

    level: LevelBar
    meaning: str


@require_safe
@answers_bad_addresses
def method_page(request: HttpRequest) -> HttpResponse:
    """Levels, grades, ranges, truths and statuses, each with its mark and its meaning."""
    check_language(request)
    context = {
        "levels": _levels(),
        "grades": _grades(),
        "ranges": _ranges(),
        "truths": tuple(TRUTH_MARKS.values()),
        "statuses": tuple(STATUS_MARKS.values()),
    }
    return render_page(request, "milestones/method.html", context)


def _levels() -> tuple[Term, ...]:
    meanings = {
        Level.NOT_INITIATED: _("No step was taken."),
        Level.MINIMUM: _("A first step was taken."),
        Level.INTERMEDIATE: _("It is well under way, and may be complete in the expected time."),
        Level.COMPLETE: _("All that was promised is done."),
    }
    return tuple(Term(str(LEVEL_WORDS[level]), meaning) for level, meaning in meanings.items())


def _grades() -> tuple[Term, ...]:
    meanings = {
        Grade.REPORTED: _("A source says so, and nobody else confirms it."),
        Grade.CORROBORATED: _("Independent sources agree."),
        Grade.VERIFIED: _("An official text states the fact, or those whose task it is to judge it do."),
        Grade.DISPUTED: _("It is challenged: shown, and counted for nothing until it is settled."),
    }
    return tuple(Term(str(GRADE_WORDS[grade]), meaning) for grade, meaning in meanings.items())


def _ranges() -> tuple[RangeExample, ...]:
    cases: tuple[tuple[int, int, tuple[int, ...], tuple[int, ...]], ...] = (
        (3, 3, (3,), ()),
        (1, 3, (1,), (3,)),
        (0, 3, (), (3,)),
        (1, 3, (3,), (1,)),
        (1, 2, (1, 2), ()),
        (0, 0, (), ()),
    )
    return tuple(
        RangeExample(
            LevelBar(low, high, "", has_records=bool(base or later)),
            range_sentence(low, high, base=base, later=later),
        )
        for low, high, base, later in cases
    )
