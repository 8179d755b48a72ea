"""How good forecasts were: the figures of the method page follow from the shipped plan, and from what was given."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from milestones.selectors.forecast_scores import scores_of
from milestones.selectors.forecasts import Given

PLANS = Path(__file__).resolve().parents[2] / "plans"


def scored(plan: str) -> str:
    printed = io.StringIO()
    call_command("score_forecasts", plan, stdout=printed, stderr=io.StringIO())
    return printed.getvalue()


def given(before: int, earliest: date | None, established: date | None) -> Given:
    return Given("one", before, date(2005, 10, 20), earliest, established)


def test_the_figures_that_are_shown_are_computed_from_the_shipped_file() -> None:
    assert scored(str(PLANS / "aceh-2005.yaml")) == (PLANS / "aceh-2005.scores.json").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_loaded_plan_is_scored_as_its_file_is() -> None:
    call_command("load_plan", str(PLANS / "aceh-2005.yaml"), stdout=io.StringIO(), stderr=io.StringIO())
    assert scored("aceh-2005") == scored(str(PLANS / "aceh-2005.yaml"))
    with pytest.raises(CommandError, match='There is no plan "aceh"'):
        scored("aceh")


def test_a_day_holds_between_both_dates_and_misses_by_days_to_the_nearer_one() -> None:
    day = date(2005, 10, 20)
    forecasts = [
        given(30, day, day),
        given(30, date(2005, 10, 1), date(2005, 10, 31)),
        given(30, date(2005, 10, 24), date(2005, 10, 31)),
        given(30, date(2005, 10, 1), date(2005, 10, 15)),
        given(30, day, None),
        given(90, None, None),
    ]
    thirty, sixty, ninety = scores_of(forecasts)
    assert (thirty.given, thirty.held, thirty.missed_by, thirty.without_date) == (5, 2, (-4, 5), 1)
    assert (sixty.given, ninety.given, ninety.without_date) == (0, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_method_page_tells_every_figure(client: Client, language: str) -> None:
    page = client.get("/method/", {"lang": language}).content.decode()
    rows = page.partition('id="scores"')[2].partition("</section>")[0]
    for score in json.loads((PLANS / "aceh-2005.scores.json").read_text(encoding="utf-8"))["scores"]:
        for figure in ("before", "given", "held", "without_date"):
            assert f">{score[figure]}</td>" in rows
