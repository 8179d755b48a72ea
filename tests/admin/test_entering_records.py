"""Entering records: from their own form, from the page of what they are about, one after another."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from milestones.contingency.scales import Grade, Level
from milestones.kinds.format import parse
from milestones.models import Assessment, Observation, ScheduleRevision, WithdrawalEnding
from milestones.planfile import dump
from milestones.state.exporting import export_document
from tests import factories as make
from tests.admin.browser_form import served, with_lines
from tests.admin.conftest import logged_in

ADD_ASSESSMENT = reverse("admin:milestones_assessment_add")
ADD_OBSERVATION = reverse("admin:milestones_observation_add")


def page_of(row: Any) -> str:
    return reverse(f"admin:milestones_{row._meta.model_name}_change", args=[row.pk])


def errors(answer: Any) -> str:
    """All that the page says is wrong."""
    assert answer.status_code == 200
    said = str(answer.context["errors"])
    assert said
    return said


@pytest.fixture
def client(analyst: Any) -> Any:
    return logged_in(analyst)


@pytest.fixture
def typed(cast: SimpleNamespace) -> dict[str, Any]:
    """An assessment as an analyst types it."""
    return {
        "milestone": cast.second.pk,
        "date": "2026-03-02",
        "level": Level.INTERMEDIATE.value,
        "verification": Grade.CORROBORATED.value,
        "source": cast.source.pk,
        "publication": "published",
        "_reason": "It went ahead of its conditions, by two reports.",
    }


def test_an_assessment_is_entered_in_the_analysts_name_and_now(
    client: Any, analyst: Any, typed: dict[str, Any]
) -> None:
    before = dt.datetime.now(dt.UTC)
    form = served(client.get(ADD_ASSESSMENT))
    assert client.post(ADD_ASSESSMENT, form | typed).status_code == 302
    entered = Assessment.objects.get(level=Level.INTERMEDIATE)
    assert entered.entered_by == analyst
    assert before <= entered.recorded_at <= dt.datetime.now(dt.UTC)
    assert (entered.date, entered.source.slug, entered.retracted_at) == (dt.date(2026, 3, 2), "resolution", None)


def test_the_instant_at_which_it_was_learned_can_be_earlier_and_not_later(client: Any, typed: dict[str, Any]) -> None:
    future = typed | {"recorded_at_0": "2999-01-01", "recorded_at_1": "12:00:00"}
    assert "“2999-01-01 12:00:00 UTC” is in the future." in errors(client.post(ADD_ASSESSMENT, future))
    assert not Assessment.objects.filter(level=Level.INTERMEDIATE).exists()
    past = typed | {"recorded_at_0": "2026-03-02", "recorded_at_1": "12:00:00"}
    assert client.post(ADD_ASSESSMENT, past).status_code == 302
    entered = Assessment.objects.get(level=Level.INTERMEDIATE)
    assert entered.recorded_at == dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def test_the_next_form_begins_with_what_rarely_differs(
    client: Any, cast: SimpleNamespace, typed: dict[str, Any]
) -> None:
    answer = client.post(ADD_ASSESSMENT, typed | {"_addanother": "1"})
    kept = parse_qs(urlsplit(answer["Location"]).query)
    assert kept == {
        "milestone": [str(cast.second.pk)],
        "date": ["2026-03-02"],
        "source": [str(cast.source.pk)],
        "verification": [str(Grade.CORROBORATED.value)],
        "publication": ["published"],
    }
    form = served(client.get(answer["Location"]))
    assert (form["milestone"], form["date"]) == (str(cast.second.pk), "2026-03-02")
    assert form["source"] == str(cast.source.pk)
    assert form["level"] == ""


def test_a_form_cannot_name_another_clock_or_user(
    client: Any, analyst: Any, superuser: Any, typed: dict[str, Any]
) -> None:
    forged = typed | {"entered_by": superuser.pk, "retracted_at_0": "2026-03-01", "retracted_at_1": "00:00"}
    assert client.post(ADD_ASSESSMENT, forged).status_code == 302
    entered = Assessment.objects.get(level=Level.INTERMEDIATE)
    assert (entered.entered_by, entered.retracted_at) == (analyst, None)


@pytest.mark.parametrize("forged", [{"level": "3"}, {"_save": "1"}, {"publication": "draft"}])
def test_a_record_cannot_be_edited_by_a_forged_form(
    client: Any, cast: SimpleNamespace, typed: dict[str, Any], forged: dict[str, str]
) -> None:
    assert client.post(page_of(cast.assessment), typed | forged).status_code == 403
    cast.assessment.refresh_from_db()
    assert (cast.assessment.level, cast.assessment.publication) == (Level.MINIMUM, "published")


@pytest.mark.parametrize("name", ["assessment", "observation", "withdrawal", "withdrawal_ending", "waiver"])
def test_nobody_deletes_a_record(superuser: Any, cast: SimpleNamespace, name: str) -> None:
    record, client = getattr(cast, name), logged_in(superuser)
    delete = reverse(f"admin:milestones_{record._meta.model_name}_delete", args=[record.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    changelist = reverse(f"admin:milestones_{record._meta.model_name}_changelist")
    client.post(changelist, {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"})
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_milestones_page_takes_new_records_and_leaves_old_ones(
    client: Any, analyst: Any, cast: SimpleNamespace
) -> None:
    page = page_of(cast.first)
    form = served(client.get(page))
    form = with_lines(
        form,
        "assessments",
        {"date": "2026-03-03", "level": "2", "verification": "2", "source": cast.source.pk, "publication": "draft"},
        {"date": "2026-03-04", "level": "3", "verification": "1", "publication": "draft", "note_ar": "قيل"},
    )
    form = with_lines(
        form,
        "schedule_revisions",
        {"date": "2026-03-03", "due_on": "2026-09-01", "source": cast.source.pk, "publication": "draft"},
    )
    answer = client.post(page, form)
    assert answer.status_code == 302, answer.context["errors"]
    assert list(cast.first.assessments.order_by("date").values_list("level", "entered_by")) == [
        (1, None),
        (2, analyst.pk),
        (3, analyst.pk),
    ]
    assert cast.first.assessments.get(level=3).note_ar == "قيل"
    assert list(ScheduleRevision.objects.values_list("due_on", "rank")) == [(make.DAY, 0), (dt.date(2026, 9, 1), 1)]


def test_an_old_record_cannot_be_edited_through_its_milestones_page(client: Any, cast: SimpleNamespace) -> None:
    page = page_of(cast.first)
    forged = served(client.get(page)) | {
        "assessments-TOTAL_FORMS": "1",
        "assessments-INITIAL_FORMS": "1",
        "assessments-0-id": cast.assessment.pk,
        "assessments-0-milestone": cast.first.pk,
        "assessments-0-date": "2026-03-05",
        "assessments-0-level": "3",
        "assessments-0-verification": "3",
        "assessments-0-publication": "published",
        "assessments-0-DELETE": "on",
    }
    client.post(page, forged)
    cast.assessment.refresh_from_db()
    assert (cast.assessment.level, cast.assessment.date) == (Level.MINIMUM, make.DAY)


def test_a_source_of_another_plan_is_refused_by_name(client: Any, cast: SimpleNamespace, typed: dict[str, Any]) -> None:
    other = make.make_source(make.make_plan("other"), title="Another plan's annex")
    said = errors(client.post(ADD_ASSESSMENT, typed | {"source": other.pk}))
    assert "“Another plan&#x27;s annex” belongs to another plan. Choose one of this plan." in said
    assert not Assessment.objects.filter(level=Level.INTERMEDIATE).exists()


def test_an_observation_names_a_series_that_the_indicator_has(client: Any, cast: SimpleNamespace) -> None:
    typed = {
        "indicator": cast.indicator.pk,
        "date": "2026-03-02",
        "value": "14.5",
        "series": "nu",
        "verification": "2",
        "source": cast.source.pk,
        "publication": "published",
    }
    said = errors(client.post(ADD_OBSERVATION, typed))
    assert "“Crossings” has no series “nu”. It has: un." in said
    assert client.post(ADD_OBSERVATION, typed | {"series": "un"}).status_code == 302
    assert str(Observation.objects.get(series="un").value) == "14.5"


def test_a_number_that_cannot_be_kept_is_refused_by_value(client: Any, cast: SimpleNamespace) -> None:
    typed = {"indicator": cast.indicator.pk, "date": "2026-03-02", "verification": "2", "publication": "draft"}
    said = errors(client.post(ADD_OBSERVATION, typed | {"value": "0.12345678901234567"}))
    assert "0.12345678901234567" in said
    assert Observation.objects.count() == 1


def test_a_withdrawal_is_ended_once(client: Any, cast: SimpleNamespace) -> None:
    standing = make.make_withdrawal(cast.second)
    add = reverse("admin:milestones_withdrawalending_add")
    typed = {"withdrawal": standing.pk, "date": "2026-03-09"}
    assert "names no source" in client.post(add, typed).content.decode()
    typed |= {"_reason": "Talks resumed."}
    assert client.post(add, typed).status_code == 302
    assert WithdrawalEnding.objects.get(withdrawal=standing).date == dt.date(2026, 3, 9)
    assert client.post(add, typed).status_code == 200
    assert WithdrawalEnding.objects.filter(withdrawal=standing).count() == 1


def test_a_wrong_date_is_repeated_beside_its_field(client: Any, cast: SimpleNamespace) -> None:
    answer = client.post(reverse("admin:milestones_assessment_add"), {"milestone": cast.first.pk, "date": "31.02.2026"})
    (error,) = answer.context["adminform"].form.errors["date"]
    assert error == "“31.02.2026” is no date. Write year, month and day, such as 2026-01-31."
    assert 'value="31.02.2026"' in answer.content.decode()


def test_an_ending_is_not_before_what_it_ends(client: Any, cast: SimpleNamespace) -> None:
    withdrawal = make.make_withdrawal(cast.second, date="2026-03-05")
    address = reverse("admin:milestones_withdrawalending_add")
    answer = client.post(address, {"withdrawal": withdrawal.pk, "date": "2026-03-04"})
    assert "It cannot end on 4 March 2026, before it began, on 5 March 2026." in errors(answer)
    assert (
        client.post(address, {"withdrawal": withdrawal.pk, "date": "2026-03-05", "_reason": "Said."}).status_code == 302
    )


def test_a_page_says_relative_dates_in_words(client: Any, cast: SimpleNamespace) -> None:
    make.make_schedule_revision(cast.second, due_after=cast.first, due_days=5, due_reaches=3)
    page = client.get(page_of(cast.second)).content.decode()
    assert "RelativeDate" not in page
    assert "5 days after" in page


def test_what_a_browser_types_can_be_exported_and_read_again(
    client: Any, cast: SimpleNamespace, typed: dict[str, Any]
) -> None:
    form = served(client.get(ADD_ASSESSMENT)) | typed
    answer = client.post(ADD_ASSESSMENT, form | {"note_en": "A bell \x07 rang."})
    assert "This holds what cannot be printed." in errors(answer)
    assert client.post(ADD_ASSESSMENT, form | {"note_en": "One.\r\nTwo."}).status_code == 302
    again = parse(dump(export_document(cast.plan))).document
    [entered] = [each for entry in again.milestones for each in entry.assessments if each.note]
    assert entered.note["en"] == "One.\nTwo."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"Add assessment", "Add schedule revision", "Give it up", "Add actor", "Add indicator"}),
        ("ar", {"إضافة تقدير مستوى", "التخلي عنه", "إضافة مؤشر"}),
        ("he", {"הוספת קביעת רמה", "ביטול אבן הדרך", "הוספת מדד"}),
    ],
)
def test_lines_are_added_in_a_persons_words(client: Any, cast: SimpleNamespace, language: str, words: set[str]) -> None:
    answer = client.get(page_of(cast.first), headers={"accept-language": language})
    lines = answer.context["inline_admin_formsets"]
    assert str(lines[3].opts.verbose_name_plural) in {"responsible actors", "جهات مسؤولة", "גורמים אחראים"}
    assert words <= {json.loads(told.inline_formset_data)["options"]["addText"] for told in lines}
