"""The pages of the site itself: its data, who runs it, how a status comes about (docs/method.md), and the words."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milestones import notation, words
from milestones.models import Plan
from milestones.pages.milestone_table import LevelBar
from milestones.pages.plan.strip import KINDS, STATUSES_OF
from milestones.state import state_of
from milestones.views.crawling import dataset_of
from milestones.views.frame import plans_seen, render_page
from milestones.views.point import asked_moment
from milestones.views.public import answers_bad_addresses, public_page
from milestones.wording.ranges import range_sentence

SCORES = settings.BASE_DIR / "plans" / "aceh-2005.scores.json"
"""What `manage.py score_forecasts plans/aceh-2005.yaml` prints; a test computes it anew."""


@public_page
def data_page(request: HttpRequest) -> HttpResponse:
    """What data there are of every plan, in which forms, under which licence, and how to cite them."""
    asked_moment(request)
    states = [state_of(fresh, None) for fresh in plans_seen(request)]
    context = {
        "heading": _("Data"),
        "summary": _("Everything that these pages say can be had as data, free of charge and without an account."),
        "plans": [(state, dataset_of(request, state)) for state in states if state.rows(Plan)],
    }
    return render_page(request, "milestones/data.html", context, cited="")  # it tells of now


@public_page
def about_page(request: HttpRequest) -> HttpResponse:
    """Who runs this site and pays for it, what it is independent of, and where to have a mistake corrected."""
    asked_moment(request)
    context = {
        "heading": _("About this site"),
        "summary": _(
            "It tells where peace plans stand: what was promised on which condition, what is on record, who says "
            "so, and what follows by fixed rules that anybody can check."
        ),
        "operator": settings.OPERATOR,
        "funding": settings.FUNDING,
        "contact": settings.CONTACT_URL,
    }
    return render_page(request, "milestones/about.html", context)


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
        "scores": [score | {"missed": _missed(score["missed_by"])} for score in _scores()],
    }
    return render_page(request, "milestones/method.html", context)


@require_safe
@answers_bad_addresses
def words_page(request: HttpRequest) -> HttpResponse:
    """Every word of the table with its meaning and the API's value; each status word on a page leads here."""
    asked_moment(request)
    summary = _("Each word of these pages, with what it means and, beside it, its name in the data.")
    squares = [(kind, word, map(words.STATUS_MARKS.get, STATUSES_OF[kind])) for kind, word in KINDS.items()]
    scales = [(heading, marks, marks in (words.STATUSES, words.TRUTHS)) for heading, marks in words.TABLE]
    context = {"heading": _("What the words mean"), "summary": summary, "scales": scales, "squares": squares}
    return render_page(request, "milestones/words.html", context)


@cache
def _scores() -> list[dict[str, Any]]:
    scores: list[dict[str, Any]] = json.loads(SCORES.read_text(encoding="utf-8"))["scores"]
    return scores


def _missed(days: list[int]) -> str:
    """By how many days forecasts missed: how many days too early a day came, or too late."""
    early, late = [-day for day in days if day < 0], [day for day in days if day > 0]
    told = (
        (early, _("%(count)s reached %(days)s days before the earliest date")),
        (late, _("%(count)s reached %(days)s days after the confirmed date")),
    )
    parts = (
        text % {"count": len(missed), "days": notation.range_of(str(min(missed)), str(max(missed)))}
        for missed, text in told
        if missed
    )
    return _("; ").join(parts)


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
