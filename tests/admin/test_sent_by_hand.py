"""What no page sends but a hand can: the admin refuses it in words, and breaks on neither database."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from axes.models import AccessLog
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from milestones.models import AppendOnly, Milestone
from milestones.models.publication import Bounded
from tests.admin.conftest import logged_in, newest_version, take_up

HUGE = "9" * 20
STRANGE = [HUGE, "x\0", "1\0", "x", "-1", "_3A", "1.0"]
OURS = sorted(
    (model for model in admin.site._registry if issubclass(model, Bounded)), key=lambda each: each._meta.label
)
EDITED = [model for model in OURS if not issubclass(model, AppendOnly)]


def address(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def client(superuser: Any) -> Client:
    return logged_in(superuser)


def test_a_path_that_names_no_row_leads_nowhere(client: Client, cast: SimpleNamespace) -> None:
    for model in OURS:
        start = address(model, "changelist")
        # One model answers for all where a key is only a word; what a database breaks on is tried on each.
        for key in map(quote, STRANGE if model is Milestone else (HUGE, "1\0")):
            for end in ("change", "delete", "history", f"history/{key}", "history/1"):
                answer = client.get(f"{start}{key}/{end}/")
                assert answer.status_code in (302, 403, 404), f"{start}{key}/{end}/"


def test_a_strange_version_of_a_row_is_not_there(client: Client, cast: SimpleNamespace) -> None:
    start = f"{address(Milestone, 'changelist')}{cast.first.pk}/history/"
    assert [client.get(f"{start}{quote(key)}/").status_code for key in STRANGE] == [404] * len(STRANGE)


@pytest.mark.parametrize(
    "asked",
    [
        {"plan__id__exact": HUGE},
        {"milestone__plan__id__exact": HUGE},
        {"id__in": f"1,{HUGE}"},
        {"id__in": "x\0"},
        {"plan__id__exact": "1\0"},
        {"date__year": HUGE},
        {"date__year": "9999"},
        {"date__year": "9999", "date__month": "12", "date__day": "31"},
        {"due_on__year": "0"},
        {"on__gte": "99999-01-01"},
        {"publication": "x\0"},
    ],
    ids=str,
)
def test_a_list_that_cannot_be_asked_for_says_so(asked: dict[str, str], client: Client, cast: SimpleNamespace) -> None:
    answered = []
    for model in OURS:
        answer = client.get(address(model, "changelist"), asked)
        if answer.status_code == 302:
            assert answer["Location"].endswith("?e=1")
        answered.append(answer.status_code)
    assert set(answered) <= {200, 302, 400}  # 400: not a field of this list
    assert 302 in answered


def test_what_is_typed_into_no_field_is_an_ordinary_error(client: Client, cast: SimpleNamespace) -> None:
    for model in OURS:
        if not admin.site._registry[model].has_add_permission(_Root()):
            continue
        names = [field.name for field in model._meta.fields if field.editable]
        for value in (HUGE, "1\0"):
            typed = {f"{name}{part}": value for name in names for part in ("", "_en", "_ar", "_he", "_0", "_1")}
            with transaction.atomic():
                answer = client.post(address(model, "add"), typed)
            assert answer.status_code == 200, (model, value)
            assert answer.context["errors"], (model, value)


def test_a_key_that_is_none_is_named_at_its_field(client: Client, cast: SimpleNamespace) -> None:
    typed = {"milestone": HUGE, "date": "2026-03-02", "level": "1", "verification": "1", "publication": "draft"}
    answer = client.post(reverse("admin:milestones_assessment_add"), typed | {"source": "x\0"})
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"milestone", "source"}


@pytest.mark.parametrize("key", STRANGE)
@pytest.mark.parametrize("action", ["publish", "retract_mistakes", "delete_selected", "x\0"])
def test_an_action_on_what_is_no_row_does_nothing(action: str, key: str, client: Client, cast: SimpleNamespace) -> None:
    for name in ("milestones_assessment_changelist", "milestones_milestone_changelist", "auth_group_changelist"):
        sent = {"action": action, "_selected_action": key, "index": key, "select_across": key}
        assert client.post(reverse(f"admin:{name}"), sent).status_code in (200, 302)


@pytest.mark.parametrize("word", STRANGE)
def test_a_strange_word_finds_nothing_to_choose(word: str, client: Client, cast: SimpleNamespace) -> None:
    named = {"app_label": "milestones", "model_name": "assessment", "field_name": "milestone"}
    answer = client.get(reverse("admin:autocomplete"), named | {"term": word, "plan": word})
    assert answer.status_code == 200
    assert client.get(reverse("admin:autocomplete"), named | {"page": word}).status_code in (200, 404)


def test_a_number_out_of_reach_on_a_page_of_another_app_is_a_bad_request(client: Client) -> None:
    assert client.get(reverse("admin:auth_group_changelist"), {"id__in": HUGE}).status_code in (200, 400)
    assert client.get(reverse("admin:axes_accesslog_changelist"), {"attempt_time__year": HUGE}).status_code == 400


@pytest.mark.parametrize("query", [{"pk__regex": "("}, {"pk__iregex": "["}, {"attempt_time__year": "9999"}])
@pytest.mark.parametrize("name", ["milestones_assessment", "auth_user", "axes_accesslog"])
def test_a_list_asked_for_a_pattern_or_the_last_year_is_a_bad_request(
    name: str, query: dict[str, str], client: Client, cast: SimpleNamespace
) -> None:
    AccessLog.objects.create(username="analyst")
    answer = client.get(reverse(f"admin:{name}_changelist"), query)
    assert answer.status_code == 400 or answer.headers["Location"].endswith("?e=1")


def test_no_list_offers_an_action_that_fails(client: Client) -> None:
    page = client.get(reverse("admin:axes_accessattempt_changelist"))
    assert "cleanup_expired_attempts" not in page.content.decode()


def test_an_old_version_is_read_and_not_brought_back(client: Client, cast: SimpleNamespace) -> None:
    assert {"ServedArea", "Milestone", "Transaction"} - {model.__name__ for model in EDITED} == {"Transaction"}
    for model in EDITED:
        assert client.post(f"{address(model, 'changelist')}1/history/1/", {}).status_code == 403, model


def test_an_old_version_is_closed_to_editing_and_says_nothing_of_today(client: Client, cast: SimpleNamespace) -> None:
    take_up(cast.first)
    page = client.get(address(Milestone, "version", cast.first.pk, newest_version(cast.first))).content.decode()
    assert "Handover, as it was saved on" in page
    assert 'name="name_en"' not in page
    assert "status-withdrawn" not in page


class _Root:
    """A request by somebody who may do everything."""

    class user:
        @staticmethod
        def has_perm(_name: str) -> bool:
            return True
