"""A client that openapi-python-client makes of the contract does the ten tasks of docs/api.md, and writes."""

import csv
import datetime as dt
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from milestones.models import Plan
from milestones.services.tokens import issue_token, read_scope
from tests.api.test_schema import PINNED
from tests.api.test_writing import member

PACKAGE = "tracker_client"
PLAN, DAY = "aceh-2005", dt.date(2005, 9, 20)


def module(name: str) -> Any:
    return import_module(f"{PACKAGE}.{name}")


@pytest.fixture(scope="module", autouse=True)
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The client, made and at hand as a package; nothing of the contract was beyond the maker."""
    folder = tmp_path_factory.mktemp("made")
    # What is no JSON is bytes to it, if it is told so.
    told = ConfigFile(post_hooks=[], content_type_overrides={"application/xml": "application/octet-stream"})
    config = Config.from_sources(told, MetaType.NONE, PINNED, "utf-8", True, folder / PACKAGE)
    assert [*generate(config=config)] == []
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


HEADERS = {"Connection": "close"}
"""A connection that was kept would outlive the server."""


def public(server: str) -> Any:
    return module("client").Client(base_url=server, raise_on_unexpected_status=True, headers=HEADERS)


def asked(operation: str, *named: Any, client: Any, **given: Any) -> Any:
    """What the client's function for an operation gives."""
    return module(f"api.{operation}").sync(*named, client=client, **given)


@pytest.mark.one_database
def test_it_does_the_ten_tasks(aceh: str) -> None:
    models, client = module("models"), public(aceh)

    plans = asked("plans.plans", client=client, fields="slug,name,licence")
    assert isinstance(plans, models.PlanPageChosen)
    assert [(plan.slug, plan.licence) for plan in plans.results] == [(PLAN, "CC-BY-4.0")]
    waiting = asked(
        "milestones.milestones",
        client=client,
        plan=[PLAN],
        on=DAY,
        status=[models.MilestonesStatusItem.WAITING],
        ordering="due",
    )
    assert isinstance(waiting, models.MilestonePage)
    assert {row.status for row in waiting.results} == {models.StatusEnum.WAITING}
    proof = asked("milestones.explanation", PLAN, "handover-3", client=client, on=DAY, lang=models.ExplanationLang.AR)
    assert isinstance(proof, models.Explanation)
    assert proof.sentences.reasons
    evaluation = asked("plans.evaluation", PLAN, client=client, on=DAY)
    assert isinstance(evaluation, models.Evaluation)
    assert evaluation.on == DAY
    series = asked("plans.plan_series", PLAN, client=client, from_=dt.date(2005, 8, 15), to=dt.date(2006, 8, 15))
    assert len({run.status for run in series.runs if run.milestone == "handover-3"}) > 1
    assumed = {"assume": [{"milestone": "handover-2", "level": "complete"}]}
    body = models.WhatIfBody.from_dict(assumed)
    difference = asked("plans.what_if", PLAN, client=client, body=body, on=DAY)
    assert isinstance(difference, models.WhatIf)
    assert "handover-2" in [moved.milestone for moved in difference.milestones]
    walked, cursor = [], "*"
    while cursor:
        page = asked("records.observations", client=client, plan=[PLAN], limit=20, cursor=cursor)
        walked += page.results
        (cursor,) = parse_qs(urlsplit(page.next_ or "").query).get("cursor", [""])
    assert len({row.id for row in walked}) == len(walked) == page.count
    milestones = module("api.milestones.milestones")
    question = milestones._get_kwargs(plan=[PLAN], on=DAY, format_=models.MilestonesFormat.CSV)
    table = client.get_httpx_client().request(**question)
    rows = [*csv.DictReader(io.StringIO(table.text))]
    assert len(rows) == asked("milestones.milestones", client=client, plan=[PLAN], limit=1).count
    changes = asked("plans.changes", PLAN, client=client, since="0", limit=10)
    assert isinstance(changes, models.ChangePage)
    assert len(changes.results) == 10
    cited = module("api.plans.plan").sync_detailed(PLAN, client=client)
    assert isinstance(cited.parsed, models.Plan)
    holder = client.with_headers({"If-None-Match": cited.headers["ETag"]})
    assert module("api.plans.plan").sync_detailed(PLAN, client=holder).status_code == 304


@pytest.mark.one_database
def test_a_pared_down_answer_never_breaks_it(aceh: str) -> None:
    """What `fields` leaves is its own shape, with the types of the whole one; the whole one has all its keys."""
    models, client = module("models"), public(aceh)
    one = asked("milestones.milestone", PLAN, "handover-3", client=client, fields="slug,level")
    assert isinstance(one, models.MilestoneDetailChosen)
    assert (one.slug, isinstance(one.level, models.Range), bool(one.schedule)) == ("handover-3", True, False)
    page = asked("records.observations", client=client, plan=[PLAN], omit="note", limit=1)
    assert isinstance(page, models.ObservationPageChosen)
    assert isinstance(asked("records.observations", client=client, limit=1), models.ObservationPage)
    refused = asked("milestones.milestones", client=client, fields="nothing")
    assert isinstance(refused, models.Problem)


@pytest.mark.one_database
def test_it_writes_and_retracts(aceh: str) -> None:
    models = module("models")
    administrator = member("administrator", plan=Plan.objects.get())
    _grant, token = issue_token(administrator, name="test", scope=read_scope(["write"]), days=1)
    client = module("client").AuthenticatedClient(base_url=aceh, token=token, prefix="Token", headers=HEADERS)
    given = {"milestone": "handover-3", "date": "2026-01-05", "level": "complete"}
    entry = models.NewAssessmentEntry.from_dict(given)
    would = asked("records.assessments_add", client=client, plan=PLAN, body=entry, dry_run=True)
    assert isinstance(would, models.AssessmentWritten), would
    assert (would.dry_run, would.rows[0].milestone) == (True, "handover-3")
    written = asked("records.assessments_add", client=client, plan=PLAN, body=[entry, entry])
    assert isinstance(written, models.AssessmentWritten)
    reason = models.AssessmentsRetractBody(reason="Entered twice.")
    taken = asked("records.assessments_retract", written.rows[0].id, client=client, body=reason)
    assert taken.rows[0].retracted_at
    slug = asked("structure.pillars", client=client, plan=[PLAN]).results[0].slug
    version = asked("structure.pillar", PLAN, slug, client=client).version
    change = models.ChangedPillarEntry.from_dict({"name": "Renamed"})
    changed = asked("structure.pillar_change", PLAN, slug, client=client, body=change, if_match=f'"{version}"')
    assert changed.rows[0].name == "Renamed"
