"""What makes trouble wants a reason before it is saved, and a filtered list goes out as a file: in a real browser."""

from __future__ import annotations

import csv
import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories as make
from tests.admin.conftest import in_role
from tests.browser.conftest import Visitor
from tests.browser.test_admin_before_public import change_page, faults, opened

pytestmark = pytest.mark.browser

LOOKS = [("en", 1280), ("ar", 390)]
WHY = {"en": "The communiqué says so", "ar": "هكذا يقول البيان", "he": "כך נאמר בהודעה"}
TROUBLE = {"premature": "went ahead early", "circle": "في حلقة انتظار", "breach": "תנאי חדל להתקיים"}
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def desk(site: str, django_db_blocker: Any) -> SimpleNamespace:
    """Two milestones that wait for a third, which would wait for one of them if its own group held it up.

    Of two others one went ahead when the other, on which it rests, was complete.
    """
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(in_role("analyst", "who-gives-reasons"))
        plan = make.make_plan("reasoned")
        first, later, early = (make.make_milestone(plan, slug) for slug in ("first", "later", "early"))
        for waiting in (later, early):
            make.make_condition(make.make_gate(waiting), milestone=first)
        circle = make.make_gate(first, force="informs")
        make.make_condition(circle, milestone=later)
        add = f"{reverse('admin:milestones_assessment_add')}?milestone={early.pk}"
        ground, built = make.make_milestone(plan, "ground"), make.make_milestone(plan, "built")
        make.make_condition(make.make_gate(built), milestone=ground)
        make.make_assessment(ground, date=dt.date(2026, 2, 20))
        make.make_assessment(built, date=dt.date(2026, 2, 25))
        breach = f"{reverse('admin:milestones_assessment_add')}?milestone={ground.pk}"
        forms = {"premature": add, "circle": change_page(circle), "breach": breach}
        indicator = make.make_indicator(plan, "crossings", name_ar="العبور")
        make.make_observation(indicator, 7, note_en=FORMULA, note_ar="ملاحظة")
        make.make_observation(indicator, 8, note_en="plain")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return SimpleNamespace(forms=forms, premature=early, circle=circle, breach=ground, session=session)


@pytest.mark.parametrize(
    ("language", "width", "trouble", "typed"),
    [
        ("en", 1280, "premature", {"date": "2026-03-02", "level": "3", "verification": "3"}),
        ("ar", 390, "circle", {"force": "gates"}),
        ("he", 1280, "breach", {"date": "2026-03-02", "level": "1", "verification": "3"}),
    ],
)
def test_what_makes_trouble_is_refused_without_a_reason_that_its_history_then_tells(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int, trouble: str, typed: Any, django_db_blocker: Any
) -> None:
    page = opened(visitor, desk, desk.forms[trouble], language, width)
    for name, value in typed.items():
        field = page.locator(f"#id_{name}")
        field.fill(value) if name == "date" else field.select_option(value)
    for time in range(2):
        with page.expect_navigation():
            page.click("input[name=_save]")
        page.locator("#before-saving table", has_text=TROUBLE[trouble]).wait_for()
        page.locator("#id_reason:focus").wait_for()
        assert time or faults(page, "#before-saving") == []
    page.fill("#id_reason", WHY[language])
    page.click("input[name=_save]")
    page.locator(".messagelist").wait_for()
    with django_db_blocker.unblock():
        row = desk.circle if trouble == "circle" else getattr(desk, trouble).assessments.latest("pk")
    page.goto(visitor.site + reverse(f"admin:milestones_{row._meta.model_name}_history", args=[row.pk]))
    page.locator("#content", has_text=WHY[language]).wait_for()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_filtered_list_is_downloaded_and_no_cell_of_it_is_a_formula(
    visitor: Visitor, desk: SimpleNamespace, language: str, width: int
) -> None:
    page = opened(visitor, desk, f"{reverse('admin:milestones_observation_changelist')}?q=HYPERLINK", language, width)
    form = {"en": "csv", "ar": "xlsx"}[language]
    with page.expect_download() as download:
        page.click(f"a[href*='/export/{form}/']")
    path = download.value.path()
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            told = list(csv.reader(lines))
    else:
        sheet: Any = load_workbook(io.BytesIO(path.read_bytes())).active
        assert {cell.data_type for row in sheet for cell in row}.isdisjoint("f")
        told = [[str(cell.value) for cell in row] for row in sheet]
    heads, row = told  # the other observation is filtered out
    by_head = dict(zip(heads, row, strict=True))
    assert (by_head["note.en"].lstrip("'"), by_head["note.ar"]) == (FORMULA, "ملاحظة")
    assert form == "xlsx" or by_head["note.en"].startswith("'")
