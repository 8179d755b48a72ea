"""Activities of the IATI standard: out, in, round, and against hostile files."""

import datetime as dt
import io
import os
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from lxml import etree

from milestones.services.recompute import recompute
from pillars.reconstruction.iati.exporting import export_activities
from pillars.reconstruction.iati.reading import read_activities
from pillars.reconstruction.iati.xml import IatiError, check_tree, read_tree
from pillars.reconstruction.models import Donor, Project, Transaction
from tests import factories as make
from tests.pillars.reconstruction import cast

SCHEMAS = os.environ.get("IATI_SCHEMA_DIR", "")
with_schema = pytest.mark.skipif(
    not SCHEMAS, reason="IATI_SCHEMA_DIR is not set: nothing is checked against the IATI schema."
)
NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def exported(plan: Any) -> tuple[Any, Any]:
    return export_activities(plan, on=dt.date(2026, 4, 1), generated=NOW)


def values(tree: Any, identifier: str) -> list[tuple[str, str]]:
    activity = next(each for each in tree.getroot() if each.findtext("iati-identifier") == identifier)
    return [
        (each.find("transaction-type").get("code"), each.findtext("value")) for each in activity.findall("transaction")
    ]


@pytest.fixture
def working(everything: SimpleNamespace) -> SimpleNamespace:
    """A project with money, a milestone with a gate, and steps."""
    milestone = make.make_milestone(everything.plan, "rebuilding")
    gate = make.make_gate(milestone)
    make.make_condition(gate, milestone=make.make_milestone(everything.plan, "handover"), reaches=3)
    everything.project.milestone = milestone
    everything.project.save()
    cast.make_step(everything.project, "started", date=cast.on(5))
    place = {"appeal": everything.appeal, "channel": everything.channel, "project": everything.project}
    cast.make_transaction(everything.plan, "commitment", 900, **place)
    cast.make_transaction(everything.plan, "disbursed", "250.75", **place, side="channel", reference="D-1")
    return everything


def test_it_is_served_at_an_address_that_stays(working: SimpleNamespace, client: Client) -> None:
    recompute(working.plan.pk, now=NOW)
    address = f"/api/v1/reconstruction/iati/{working.plan.slug}/"
    answer = client.get(f"{address}?on=2026-04-01")
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    tree = read_tree(answer.content)
    working.plan.refresh_from_db()
    written, _report = exported(working.plan)
    written.getroot().set("generated-datetime", tree.getroot().get("generated-datetime"))
    assert etree.tostring(tree, method="c14n") == etree.tostring(
        read_tree(etree.tostring(written, pretty_print=True)), method="c14n"
    )
    assert not SCHEMAS or check_tree(tree, SCHEMAS)
    again = client.get(f"{address}?on=2026-04-01", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make.make_plan("bare")
    assert client.get("/api/v1/reconstruction/iati/bare/").status_code == 404
    refused = client.get(f"{address}?on=soon")
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/problem+json")


def test_it_writes_a_whole_revision_and_nothing_that_waits_for_its_recompute(working: SimpleNamespace) -> None:
    recompute(working.plan.pk, now=NOW)
    working.plan.refresh_from_db()
    working.project.name_en = "Renamed since"
    working.project.save()
    titles = [title.text for title in exported(working.plan)[0].iterfind(".//title/narrative")]
    assert working.project.name_en not in titles
    recompute(working.plan.pk, now=NOW)
    titles = [title.text for title in exported(working.plan)[0].iterfind(".//title/narrative")]
    assert working.project.name_en in titles


def test_an_appeals_activity_holds_the_sums_that_may_be_added(working: SimpleNamespace) -> None:
    group = Donor.objects.get(slug="all-donors")
    cast.make_transaction(working.plan, "pledge", 9_000_000, appeal=working.appeal, donor=group, is_total=True)
    cast.make_transaction(working.plan, "due", 1, appeal=working.appeal)
    tree, report = exported(working.plan)
    assert values(tree, "XI-TRACKER-accord-appeal-appeal") == [("13", "9000000"), ("1", "2000000")]
    told = "\n".join(report.sentences())
    assert "sums that were due" in told
    assert "within another sum" in told
    assert "verification" in told


def test_a_projects_activity_has_money_results_and_conditions(working: SimpleNamespace) -> None:
    tree, _report = exported(working.plan)
    activity = tree.getroot()[1]
    assert activity.findtext("iati-identifier") == "XI-TRACKER-accord-project-homes"
    assert values(tree, "XI-TRACKER-accord-project-homes") == [("11", "900"), ("3", "250.75")]
    assert activity.find("activity-status").get("code") == "2"
    assert {each.get("type"): each.get("iso-date") for each in activity.findall("activity-date")} == {
        "1": "2026-03-01",
        "2": "2026-03-05",
        "3": "2026-03-20",
    }
    period = activity.find("result/indicator/period")
    assert (period.find("target").get("value"), period.find("actual").get("value")) == ("100", "20")
    assert activity.find("conditions").get("attached") == "1"
    (said,) = activity.findall("conditions/condition/narrative")[:1]
    assert said.text == "Before it may start: “handover” is complete"
    assert len(activity.findall("conditions/condition/narrative")) == 3


def test_an_appeals_activity_carries_the_gates_that_hold_its_money(working: SimpleNamespace) -> None:
    milestone = make.make_milestone(working.plan, "payment")
    gate = make.make_gate(milestone, require="any", readings=(make.make_reading(working.plan, "text"),))
    make.make_condition(gate, milestone=make.make_milestone(working.plan, "announced"), reaches=3)
    make.make_condition(gate, date=dt.date(2026, 4, 2))
    hidden = make.make_milestone(working.plan, "secret", publication="restricted")
    make.make_condition(make.make_gate(milestone), milestone=hidden, reaches=3)
    informing = make.make_gate(milestone, force="informs", before="completion")
    make.make_condition(informing, milestone=working.project.milestone, reaches=1)
    working.appeal.milestone = milestone
    working.appeal.save()
    tree, report = exported(working.plan)
    texts = tree.getroot()[0].findall("conditions/condition")
    assert [each.findtext("narrative") for each in texts] == [
        "Before it may start, any of these 2: “announced” is complete; 2 April 2026 has come (in the reading “text”)"
    ]
    assert "not carried (1): gates that only inform: they hold no money" in list(report.sentences())
    if SCHEMAS:
        assert check_tree(tree, SCHEMAS)


def test_a_milestone_that_is_not_public_gives_no_conditions(working: SimpleNamespace) -> None:
    milestone = working.project.milestone
    milestone.publication = "restricted"
    milestone.save()
    hidden = etree.tostring(exported(working.plan)[0].getroot()[1])
    working.project.milestone = None
    working.project.save()
    assert hidden == etree.tostring(exported(working.plan)[0].getroot()[1])
    assert b"conditions" not in hidden


def test_nothing_that_is_not_public_is_exported(working: SimpleNamespace) -> None:
    working.appeal.publication = "restricted"
    working.appeal.save()
    cast.make_transaction(working.plan, "pledge", 77, project=working.project, publication="draft")
    written = etree.tostring(exported(working.plan)[0]).decode()
    assert "appeal-appeal" not in written
    assert ">77<" not in written
    assert ">900<" not in written


@with_schema
def test_an_export_satisfies_the_standards_schema(working: SimpleNamespace) -> None:
    tree, _report = exported(working.plan)
    assert check_tree(tree, SCHEMAS)


@with_schema
def test_the_schema_refuses_what_is_out_of_order(working: SimpleNamespace) -> None:
    tree, _report = exported(working.plan)
    activity = tree.getroot()[0]
    activity.append(activity.find("title"))
    with pytest.raises(IatiError, match="schema refuses"):
        check_tree(tree, SCHEMAS)


@with_schema
def test_the_standards_own_example_is_taken_and_what_has_no_place_is_named(everything: SimpleNamespace) -> None:
    said = imported(Path(SCHEMAS) / "example-activity.xml")
    project = Project.objects.get(iati_identifier="AA-AAA-123456789-ABC123")
    assert (project.name_en, project.publication) == ("Activity title", "draft")
    (transaction,) = Transaction.objects.filter(project=project)
    assert (transaction.stage, transaction.amount, transaction.currency) == ("received", 1000, "EUR")
    assert transaction.donor is not None
    assert (transaction.donor.iati_ref, transaction.note_en) == ("BB-BBB-123456789", "Transaction description text")
    for what in ("budget", "result", "transaction/aid-type", 'title in the language "fr"'):
        assert f"left out (1): {what}" in said or f"left out (2): {what}" in said, what


def imported(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_iati", str(path), "--plan", "accord", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_what_was_exported_comes_back_as_what_is_there(working: SimpleNamespace, tmp_path: Path) -> None:
    cast.make_step(working.project, "planned", date=cast.on(6), planned_end=cast.on(25))
    path = tmp_path / "out.xml"
    call_command("export_iati", "accord", "--output", str(path), stderr=io.StringIO())
    before = Transaction.objects.count()
    said = imported(path)
    assert "projects: 0 added, 1 there already." in said
    assert "steps of projects: 0 added, 2 there already." in said
    assert Transaction.objects.count() == before


ACTIVITY = """<iati-activities version="2.03"><iati-activity default-currency="EUR" xml:lang="en">
<iati-identifier>XM-1</iati-identifier>
<reporting-org ref="XM-DAC" type="10"><narrative>Agency</narrative></reporting-org>
<title><narrative>Clinic</narrative><narrative xml:lang="ar">عيادة</narrative></title>
<description><narrative>A clinic.</narrative></description>
<participating-org role="4"><narrative>Builder</narrative></participating-org><activity-status code="2"/>
<activity-date iso-date="2026-01-05" type="1"/><activity-date iso-date="2026-01-09" type="2"/>
<sector vocabulary="1" code="12230"><narrative>Health infrastructure</narrative></sector>
{}
</iati-activity></iati-activities>"""
PAYMENT = (
    '<transaction><transaction-type code="{}"/><transaction-date iso-date="2026-02-01"/>'
    '<value value-date="2026-02-01"{}>{}</value>'
    '<provider-org ref="D-1"><narrative>Donor one</narrative></provider-org></transaction>'
)


def file_of(tmp_path: Path, *transactions: str) -> Path:
    path = tmp_path / "in.xml"
    path.write_text(ACTIVITY.format("".join(transactions)), encoding="utf-8")
    return path


def test_importing_twice_adds_once_and_two_alike_are_two(everything: SimpleNamespace, tmp_path: Path) -> None:
    path = file_of(tmp_path, PAYMENT.format("1", "", "10.50"), PAYMENT.format("1", "", "10.50"))
    assert "transactions: 2 added, 0 there already." in _unchecked(path)
    assert "transactions: 0 added, 2 there already." in _unchecked(path)
    project = Project.objects.get(iati_identifier="XM-1")
    assert (project.name_ar, str(project.implementer)) == ("عيادة", "Builder")
    assert project.sector is not None
    assert project.sector.iati_code == "12230"
    steps = {step.kind: step for step in project.steps.all()}
    assert str(steps["planned"].planned_start) == "2026-01-05"
    assert str(steps["started"].date) == "2026-01-09"
    rows = Transaction.objects.filter(project=project)
    assert {(row.amount, row.currency, row.publication) for row in rows} == {(Decimal("10.5"), "EUR", "draft")}


def _unchecked(path: Path, *options: str) -> str:
    """Import without the schema: these files are shorter than the standard asks."""
    with override_settings(IATI_SCHEMA_DIR=""):
        return imported(path, *options)


def test_a_dry_run_writes_nothing(everything: SimpleNamespace, tmp_path: Path) -> None:
    said = _unchecked(file_of(tmp_path, PAYMENT.format("1", "", "10")), "--dry-run")
    assert "transactions: 1 added" in said
    assert not Project.objects.filter(iati_identifier="XM-1").exists()


def test_what_a_rule_refuses_is_said_and_nothing_is_imported(everything: SimpleNamespace, tmp_path: Path) -> None:
    """The same rules are asked as of forms and plan files."""
    path = file_of(tmp_path, PAYMENT.format("1", "", "10"))
    path.write_text(path.read_text(encoding="utf-8").replace("Donor one", "Donor \x85one"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"in\.xml is refused: donors: .*cannot be printed"):
        _unchecked(path)
    assert not Donor.objects.filter(iati_ref="D-1").exists()
    assert not Project.objects.filter(iati_identifier="XM-1").exists()


def test_what_is_new_stands_last_and_only_once(everything: SimpleNamespace, tmp_path: Path) -> None:
    """Two payments name the donor, by its identifier and by its name."""
    by_name = PAYMENT.format("1", "", "7").replace(' ref="D-1"', "")
    said = _unchecked(file_of(tmp_path, PAYMENT.format("1", "", "10"), by_name))
    assert "donors: 1 added" in said
    donor = Donor.objects.get(iati_ref="D-1")
    assert donor.transactions.count() == 2
    assert donor.rank == max(Donor.objects.values_list("rank", flat=True)) > 0


def test_what_cannot_be_taken_is_named_and_left_out(everything: SimpleNamespace, tmp_path: Path) -> None:
    bad = [
        PAYMENT.format("5", "", "10"),
        PAYMENT.format("1", ' currency="XXX"', "10"),
        PAYMENT.format("1", "", "-10"),
        PAYMENT.format("1", "", "ten"),
    ]
    said = _unchecked(file_of(tmp_path, *bad))
    assert "left out (1): transaction of type 5" in said
    assert "left out (3): transaction without a date, a currency of ISO 4217, or an exact amount" in said
    assert not Transaction.objects.filter(project__iati_identifier="XM-1").exists()


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
"""A thousand million words, where its last entity is ever written out."""
REFUSED = "document type|amplification|entity"


HOSTILE = {
    "a thousand million laughs": (f'{LAUGHS}<iati-activities version="2.03">&l9;</iati-activities>', REFUSED),
    "laughs in an attribute": (f'{LAUGHS}<iati-activities version="&l9;"/>', REFUSED),
    "entities that nobody uses": (f'{LAUGHS}<iati-activities version="2.03"/>', "document type"),
    "a document type from afar": (
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><iati-activities version="2.03"/>',
        "document type",
    ),
    "a parameter entity from afar": (
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/a.dtd"> %p;]><iati-activities version="2.03"/>',
        "document type",
    ),
    "a file of this machine": (
        '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><iati-activities>&f;</iati-activities>',
        "document type",
    ),
    "too many elements": (f"<iati-activities>{'<a/>' * 2_000_000}</iati-activities>", "more than 2,000,000 tags"),
    "too long a text": (f"<iati-activities>{'x' * (11 * 1024 * 1024)}</iati-activities>", "no XML"),
    "too large a file": (f"<iati-activities>{' ' * (32 * 1024 * 1024)}</iati-activities>", "larger than 32 MiB"),
    "too deep": ("<" + "a><" * 400 + "a/>", "no XML"),
    "cut off": ("<iati-activities", "no XML"),
    "another document": ('<iati-organisations version="2.03"/>', "not <iati-activities>"),
    "another version": ('<iati-activities version="1.05"/>', "only 2.03 is read"),
    "an activity without a name": (
        '<iati-activities version="2.03"><iati-activity/></iati-activities>',
        "no iati-identifier",
    ),
    "an endless name": (
        f'<iati-activities version="2.03"><iati-activity><iati-identifier>{"x" * 600}</iati-identifier>'
        "</iati-activity></iati-activities>",
        "line 1 has an iati-identifier of more than",
    ),
}


@pytest.mark.parametrize(("content", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_foreign_file_is_refused(content: str, words: str) -> None:
    with pytest.raises(IatiError, match=words):
        read_activities(read_tree(content.encode()))


def test_another_encoding_hides_no_entities() -> None:
    content, words = HOSTILE["a thousand million laughs"]
    with pytest.raises(IatiError, match=words):
        read_tree(content.encode("utf-16"))


def test_nothing_is_included_from_elsewhere() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    tree = read_tree(f'<iati-activities version="2.03">{include}</iati-activities>'.encode())
    assert "root:" not in etree.tostring(tree).decode()
    assert len(tree.getroot()) == 1


def test_an_unknown_plan_and_a_missing_file_are_named(plan: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match='no plan "nowhere"'):
        call_command("import_iati", "x.xml", "--plan", "nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_iati", str(tmp_path / "none.xml"), "--plan", "accord")
    with pytest.raises(CommandError, match="no published appeal or project"):
        call_command("export_iati", "accord")
