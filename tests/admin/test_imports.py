"""A file is sent, mapped, checked and brought in through the admin, by those who may, and seen by them alone."""

from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from milestones.models import Import, Observation, Plan
from milestones.services import importing, saving
from milestones.tasks import enqueue_import, work_on_import
from tests import factories as make
from tests.admin.conftest import in_role, logged_in
from tests.admin.test_every_page import inline_code

pytestmark = pytest.mark.django_db
ADD = "/admin/milestones/import/add/"
TEXT = "indicator,date,how many\ncrossings,2026-01-02,12\ncrossings,2026-01-03,13\n"


@pytest.fixture
def plan() -> Plan:
    plan = make.make_plan()
    make.make_indicator(plan, "crossings")
    make.make_source(plan, "report")
    return plan


def send(client: Any, text: str = TEXT, kind: str = "milestones.observation") -> Any:
    file = SimpleUploadedFile("counts.csv", text.encode())
    return client.post(ADD, {"plan": "accord", "kind": kind, "file": file})


def page(sent: Import) -> str:
    return reverse("admin:milestones_import_change", args=[sent.pk])


def test_a_file_comes_in_step_by_step_and_is_taken_back(plan: Plan, analyst: Any) -> None:
    client = logged_in(analyst)
    assert "observation" in client.get(ADD).content.decode()
    assert send(client).status_code == 302
    sent = Import.objects.get()
    shown = client.get(page(sent)).content.decode()
    assert inline_code(shown) == []
    assert 'dir="rtl"' in client.get(page(sent), headers={"accept-language": "ar"}).content.decode()
    assert "how many" in shown
    assert "Bring them in" not in shown
    checked = {"step": "check", "column-indicator": "indicator", "column-date": "date", "constant-source": "report"}
    client.post(page(sent), checked)
    assert "2 of 2 rows are refused" in client.get(page(sent)).content.decode()
    client.post(page(sent), checked | {"column-value": "how many"})
    checked_page = client.get(page(sent)).content.decode()
    assert "Bring them in" in checked_page
    assert "No milestone changes its status." in checked_page
    assert not Observation.objects.exists()
    client.post(page(sent), {"step": "bring_in"})
    client.post(page(sent), {"step": "bring_in"})
    rows: Any = Observation.objects.all()
    assert {(row.value, row.source.slug, row.entered_by) for row in rows} == {
        (12, "report", analyst),
        (13, "report", analyst),
    }
    assert "brought in 2 rows" in client.get(page(sent)).content.decode()
    client.post(page(sent), {"step": "retract", "reason": "The wrong month."})
    assert "The wrong month." in client.get(page(sent)).content.decode()
    assert {row.retraction_reason for row in Observation.objects.all()} == {"The wrong month."}


def test_rows_without_a_source_come_in_with_a_reason(plan: Plan, analyst: Any) -> None:
    client = logged_in(analyst)
    send(client, TEXT.replace("how many", "value"))
    told = checked(client)
    assert "A record names no source." in told
    assert "The plan is a draft" not in told
    sent = Import.objects.get()
    assert "Say why, and bring them in." in client.post(page(sent), {"step": "bring_in"}, follow=True).content.decode()
    assert not Observation.objects.exists()
    client.post(page(sent), {"step": "bring_in", "_reason": "The ministry\0 reads them out."})
    assert Observation.objects.count() == 2
    assert "The ministry reads them out." in client.get(page(sent)).content.decode()


def test_of_a_draft_plan_statuses_are_told_as_if_it_were_published(plan: Plan, analyst: Any) -> None:
    Plan.objects.filter(pk=plan.pk).update(publication="draft")
    client = logged_in(analyst)
    send(client, TEXT.replace("how many", "value"))
    assert "The plan is a draft: this is told as if all of it were published." in checked(client)


def test_one_row_is_told_as_one(plan: Plan, analyst: Any) -> None:
    client = logged_in(analyst)
    send(client, "indicator,date,value,source\ncrossings,2026-01-02,twelve,report\ncrossings,2026-01-03,13,report\n")
    assert "1 of 2 rows is refused." in checked(client)
    send(client, "indicator,date,value,source\ncrossings,2026-01-02,12,report\n")
    page_of_one = checked(client)
    assert "Observations for “<bdi>Accord</bdi>”: 1 row, read as" in page_of_one
    assert "left out" not in page_of_one
    client.post(page(Import.objects.latest("pk")), {"step": "bring_in"})
    assert "brought in 1 row. " in client.get(page(Import.objects.latest("pk"))).content.decode()
    send(client, TEXT.replace("how many", "value") + "crossings,2026-01-04,14\n")
    answer = checked(client, leave_out="on", **{"constant-source": "report"})
    assert "1 row is left out, since the plan has it already." in answer


def checked(client: Any, **more: str) -> str:
    """The page of the newest import, with its columns mapped by their names and every row checked."""
    sent = Import.objects.latest("pk")
    names = ("indicator", "date", "value", "source")
    client.post(page(sent), {"step": "check"} | {f"column-{name}": name for name in names} | more)
    return str(client.get(page(sent)).content.decode())


def test_many_rows_are_worked_on_by_a_task(plan: Plan, analyst: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milestones.admin.imports.FEW", 1)
    monkeypatch.setattr(saving, "FEW", 1)
    waiting: list[Any] = []
    monkeypatch.setattr("milestones.tasks._work_apart", lambda *told: waiting.append(told))
    monkeypatch.setattr(work_on_import, "delay", Mock(side_effect=BrokerError))
    client = logged_in(analyst)
    send(client, TEXT.replace("how many", "value"))
    sent = Import.objects.get()
    client.post(page(sent), {"step": "check"} | {f"column-{name}": name for name in ("indicator", "date", "value")})
    answer = client.get(page(sent))
    assert (answer.headers["Refresh"], "<progress" in answer.content.decode()) == ("2", True)
    assert "The rows are being read." in answer.content.decode()
    monkeypatch.setattr(importing, "CHUNK", 1)
    monkeypatch.setattr(saving, "CHUNK", 1)
    heard: list[tuple[bool, int]] = []
    monkeypatch.setattr(importing.cache, "set", lambda _key, step, _seconds: heard.append(step))
    work_on_import(*waiting[0])
    assert heard == [(False, 1), (False, 2), (True, 1), (True, 2)]
    work_on_import(*waiting[0])
    sent.refresh_from_db()
    assert (sent.stage, sent.outcome["refused"], Observation.objects.count()) == ("checked", 0, 0)
    assert sent.outcome["flips"] == [], "what they do to statuses is told, however many they are"


def test_a_broker_that_hangs_leaves_the_file_to_a_thread(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    monkeypatch.setattr("milestones.tasks._work_apart", lambda *told: taken.append(told))
    for trouble in (OSError, RedisError):
        task = Mock(**{"app.conf.task_always_eager": False, "delay.side_effect": trouble})
        monkeypatch.setattr("milestones.tasks.work_on_import", task)
        enqueue_import(1, "check", "en")
    assert len(taken) == 2


def test_an_import_that_a_redaction_emptied_has_its_page(plan: Plan, analyst: Any) -> None:
    client = logged_in(analyst)
    send(client)
    sent = Import.objects.get()
    for stage in Import.Stage:
        Import.objects.update(outcome={}, mapping={}, stage=stage)
        assert client.get(page(sent)).status_code == 200
    Import.objects.update(stage=Import.Stage.SENT)
    assert client.post(page(sent), {"step": "bring_in"}).status_code == 302


def test_what_is_no_table_is_told_at_the_file(plan: Plan, analyst: Any) -> None:
    answer = send(logged_in(analyst), "")
    assert (answer.status_code, Import.objects.count()) == (200, 0)
    assert "errorlist" in answer.content.decode()


def test_imports_are_their_senders_and_are_made_by_those_who_may_add(plan: Plan, analyst: Any) -> None:
    send(logged_in(analyst))
    sent = Import.objects.get()
    other = make.make_user("other", is_staff=True)
    assert logged_in(in_role("reader")).get(ADD).status_code == 403
    assert logged_in(other).get(page(sent)).status_code == 404
    assert send(logged_in(in_role("contributor"))).status_code == 302
    assert send(logged_in(in_role("viewer"))).status_code == 403
    contributors = Import.objects.exclude(pk=sent.pk).get()
    assert logged_in(contributors.who).get(page(sent)).status_code == 404


def test_lists_of_kinds_that_are_imported_lead_to_it(plan: Plan, superuser: Any) -> None:
    client = logged_in(superuser)
    assert "import/add/?kind=milestones.observation" in client.get("/admin/milestones/observation/").content.decode()
    assert "import/add/?kind=" not in client.get("/admin/milestones/milestone/").content.decode()
    assert client.get("/admin/milestones/import/").status_code == 200


def test_nobody_brings_in_what_another_sent(plan: Plan, analyst: Any, superuser: Any) -> None:
    send(logged_in(superuser))
    sent = Import.objects.get()
    checked = {"step": "check", "column-indicator": "indicator", "column-date": "date", "column-value": "how many"}
    for step in (checked | {"constant-source": "report"}, {"step": "bring_in"}):
        assert logged_in(analyst).post(page(sent), step).status_code in (302, 403, 404)
    assert not Observation.objects.exists()
    sent.refresh_from_db()
    assert sent.stage == Import.Stage.SENT


def test_an_encoding_is_said_on_the_page(plan: Plan, analyst: Any) -> None:
    client = logged_in(analyst)
    send(client)
    sent = Import.objects.get()
    assert "Windows-1256" in client.get(page(sent)).content.decode()
    client.post(page(sent), {"step": "read", "encoding": "cp1256"})
    sent.refresh_from_db()
    assert (sent.outcome["read_as"], sent.mapping["encoding"]) == ("Windows-1256", "cp1256")
    told = client.post(page(sent), {"step": "read", "encoding": "utf-16"}, follow=True).content.decode()
    assert 'class="error"' in told
    client.post(page(sent), {"step": "read", "encoding": "no such"})
    sent.refresh_from_db()
    assert sent.mapping["encoding"] == ""
