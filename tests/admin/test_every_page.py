"""Every page of the core's admin answers, for those who may open it, in every language."""

import datetime as dt
from decimal import Decimal
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from milestones.models import Import, Membership, TokenGrant
from milestones.services.roles import make_roles
from tests import factories as make
from tests.admin.conftest import NOW, logged_in, newest_version, take_up

CORE = sorted(
    (
        model
        for model in admin.site._registry
        if model._meta.app_label == "milestones" and model not in (Import, Membership, TokenGrant)
    ),
    key=lambda model: model.__name__,
)
WRITTEN_BY_THE_TRACKER = {"PlanEntry", "Revision", "StatusChange", "RecomputeMark", "JobRun"}
LANGUAGES = ("en", "ar", "he")


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:milestones_{model._meta.model_name}_{page}", args=args)


class _InlineCode(HTMLParser):
    """Gathers what a strict Content-Security-Policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = given.get("type") in (None, "text/javascript", "module")
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given and runs):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on")]


def inline_code(page: str) -> list[str]:
    reader = _InlineCode()
    reader.feed(page)
    return reader.found


def one_of(cast: SimpleNamespace, model: Any) -> Any:
    return next(row for row in vars(cast).values() if type(row) is model)


@pytest.mark.parametrize("model", CORE, ids=lambda model: model.__name__)
@pytest.mark.parametrize("person", ["superuser", "analyst"])
def test_the_list_the_empty_form_and_a_rows_page_open(
    model: Any, person: str, cast: SimpleNamespace, request: pytest.FixtureRequest
) -> None:
    client = logged_in(request.getfixturevalue(person))
    pages = [address(model, "changelist"), address(model, "change", one_of(cast, model).pk)]
    if model.__name__ not in WRITTEN_BY_THE_TRACKER:
        pages.append(address(model, "add"))
    pages.append(address(model, "history", one_of(cast, model).pk))
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert inline_code(answer.content.decode()) == [], page


@pytest.mark.one_database
@pytest.mark.parametrize("model", CORE, ids=lambda model: model.__name__)
@pytest.mark.parametrize("language", ["ar", "he"])
def test_pages_open_from_right_to_left(model: Any, language: str, cast: SimpleNamespace, superuser: Any) -> None:
    client = logged_in(superuser)
    for page in (address(model, "changelist"), address(model, "change", one_of(cast, model).pk)):
        answer = client.get(page, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}" dir="rtl"' in answer.content.decode()


@pytest.mark.one_database
@pytest.mark.parametrize("model", CORE, ids=lambda model: model.__name__)
def test_strangers_are_sent_to_the_log_in(model: Any, cast: SimpleNamespace, client: Any) -> None:
    for page in (address(model, "changelist"), address(model, "change", one_of(cast, model).pk)):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("model", CORE, ids=lambda model: model.__name__)
def test_readers_read_and_do_not_write(model: Any, cast: SimpleNamespace, reader: Any) -> None:
    client = logged_in(reader)
    assert client.get(address(model, "changelist")).status_code == 200
    page = address(model, "change", one_of(cast, model).pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "add"), {}).status_code == 403


def test_readers_do_not_see_what_is_not_published(cast: SimpleNamespace, reader: Any, analyst: Any) -> None:
    cast.second.publication = "draft"
    cast.second.save(update_fields=["publication"])
    page = address(type(cast.second), "change", cast.second.pk)
    assert logged_in(reader).get(page).status_code == 302  # to the index: there is no such row for them
    assert "Elections" not in logged_in(reader).get(address(type(cast.second), "changelist")).content.decode()
    assert "Elections" not in logged_in(reader).get(address(type(cast.gate), "changelist")).content.decode()
    assert logged_in(analyst).get(page).status_code == 200


def test_readers_see_no_history_of_what_is_not_published(cast: SimpleNamespace, reader: Any, analyst: Any) -> None:
    cast.second.publication = "draft"
    cast.second.save(update_fields=["publication"])
    history = address(type(cast.second), "history", cast.second.pk)
    assert logged_in(reader).get(history).status_code == 404
    assert logged_in(analyst).get(history).status_code == 200


def test_the_tables_of_a_page_leave_out_what_its_reader_may_not_see(
    cast: SimpleNamespace, reader: Any, analyst: Any
) -> None:
    plan = cast.plan
    waits = make.make_milestone(plan, "waits")
    hidden = make.make_milestone(plan, "hidden", name_en="Hidden step", publication="draft")
    cable = make.make_source(plan, "cable", title_en="Secret cable", publication="restricted")
    make.make_condition(make.make_gate(waits), milestone=hidden)
    make.make_assessment(waits, source=cable)
    make.make_withdrawal(waits, source=cable)
    make.make_schedule_revision(waits, due_after=hidden, due_days=3, due_reaches=3)
    page = address(type(waits), "change", waits.pk)
    told = logged_in(reader).get(page).content.decode()
    assert "Secret cable" not in told
    assert "Hidden step" not in told
    told = logged_in(analyst).get(page).content.decode()
    assert told.count("<td>Secret cable</td>") == 2
    assert "Hidden step" in told


def test_numbers_are_read_as_they_were_entered(cast: SimpleNamespace, reader: Any) -> None:
    counted = make.make_indicator(cast.plan, "aid", target=Decimal("4200.5"))
    condition = make.make_condition(cast.gate, indicator=counted, at_least=Decimal("4200"))
    observation = make.make_observation(counted, Decimal("12.25"))
    take_up(counted)
    client = logged_in(reader)
    for address_of_page, told in (
        (address(type(counted), "changelist"), "4200.5"),
        (address(type(counted), "change", counted.pk), "4200.5"),
        (address(type(counted), "version", counted.pk, newest_version(counted)), "4,200.5"),
        (address(type(observation), "changelist"), "12.25"),
        (address(type(observation), "change", observation.pk), "12.25"),
        (address(type(condition.gate), "change", condition.gate_id), "4200"),
    ):
        shown = client.get(address_of_page).content.decode()
        assert f">{told}<" in shown, address_of_page
        assert "000000" not in shown, address_of_page
    assert (
        "The count, in the indicator"
        in client.get(address(type(observation), "change", observation.pk)).content.decode()
    )


def test_the_index_groups_the_pages_and_leads_to_the_site(cast: SimpleNamespace, superuser: Any) -> None:
    page = logged_in(superuser).get(reverse("admin:index")).content.decode()
    titles = ["Plans and milestones", "Records", "Parts of a plan", "Workings"]
    places = [page.index(f">{title}</h2>") for title in titles]
    assert places == sorted(places)
    assert "Peace plan tracker" in page
    assert "View site" in page


def test_every_model_of_the_core_has_a_page_or_a_place_on_one() -> None:
    inlines = {inline.model for model in CORE for inline in admin.site._registry[model].inlines}
    shown_on_the_page_of_what_they_are_about = {"MilestoneStatus", "PlanStatus"}
    on_the_page_of_the_ledger = {"LedgerLeaf", "Checkpoint"}
    of_accounts = {"Import", "Invitation", "Membership", "TokenGrant", "RepeatableAnswer", "Submission"}
    models = set(CORE[0]._meta.apps.get_app_config("milestones").get_models())
    left = models - set(CORE) - inlines
    assert {
        model.__name__ for model in left
    } == shown_on_the_page_of_what_they_are_about | on_the_page_of_the_ledger | of_accounts


def test_what_a_row_is_called_is_in_the_readers_words(cast: SimpleNamespace, superuser: Any) -> None:
    make_roles()
    dated = make.make_condition(cast.gate, date=dt.date(2026, 9, 30))
    change = type(cast.change).objects.create(
        plan=cast.plan, milestone=cast.first, old="blocked", new="cleared", on=make.DAY, computed_at=NOW, revision=1
    )
    told = {
        address(type(cast.second), "change", cast.second.pk): ("30 أيلول/سبتمبر 2026", str(dated.date)),
        address(type(cast.first), "change", cast.first.pk): (">محتسب</th>", ">الأعداد</th>"),
        address(type(change), "change", change.pk): ("من متعذّر في الوضع الراهن إلى استوفى شروطه ولم يُنجَز", "→"),
        address(type(cast.first), "changelist"): ("المعالم: 2", "2 المعالم"),
        address(type(cast.first), "add"): ("الاسم (العبريّة):", "[he]"),
        address(type(cast.first), "delete", cast.first.pk): ("هذا يستند إليه، ولا يُحذف معه:", "الكائنات"),
        address(type(cast.run), "change", cast.run.pk): (">إعادة حساب<", ">recompute_plan<"),
        address(type(cast.run), "changelist"): (">إعادة حساب<", ">recompute_plan<"),
        reverse("admin:auth_group_changelist"): ("محرر: يغيّر البنية", ">editor<"),
        reverse("admin:axes_accessattempt_changelist"): (">عمليات الدخول</a>", ">Axes</a>"),
    }
    client = logged_in(superuser)
    pages = {path: client.get(path, headers={"accept-language": "ar"}).content.decode() for path in told}
    assert [path for path, (shown, _) in told.items() if shown not in pages[path]] == []
    assert [path for path, (_, hidden) in told.items() if hidden in pages[path]] == []
