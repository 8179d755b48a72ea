"""Reconstruction in the API: its shapes, its filters, and what they refuse."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from pillars.reconstruction.api import ROUTES
from tests import factories as make
from tests.pillars.reconstruction import cast

BASE = "/api/v1/reconstruction"
PATHS = [route.path for route in ROUTES if "<" not in route.path]

pytestmark = pytest.mark.django_db


def get(path: str) -> Any:
    return Client().get(f"{BASE}/{path}")


@pytest.mark.parametrize("path", PATHS)
def test_a_list_tells_each_row_and_its_own_address(path: str, everything: SimpleNamespace) -> None:
    answer = get(f"{path}/").json()
    assert answer["count"] >= 1
    first = answer["results"][0]
    assert first["plan"] == "accord"
    assert Client().get(first["url"]).json() == first


def test_a_transaction_is_exact_and_says_who_tells_it(everything: SimpleNamespace) -> None:
    told = get(f"transactions/{everything.received.pk}/").json()
    assert (told["stage"], told["amount"], told["currency"]) == ("received", "2000000", "USD")
    assert (told["told_by"], told["donor"], told["channel"], told["project"]) == ("channel", "donor", "fund", None)
    assert (told["verification"], told["is_total"]) == ("reported", False)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("transactions/?stage=pledge", 1),
        ("transactions/?stage=pledge&stage=received", 2),
        ("transactions/?told_by=channel", 1),
        ("transactions/?appeal=appeal&donor=donor&channel=fund", 2),
        ("transactions/?currency=EUR", 0),
        ("transactions/?date__gte=2026-03-02", 0),
        ("estimates/?sector=housing&measured=needs", 1),
        ("estimates/?horizon=first", 0),
        ("projects/?sector=housing&area=north&implementer=agency", 1),
        ("project-steps/?kind=completed", 0),
        ("unit-counts/?kind=planned&unit=homes", 1),
        ("findings/?about=contested&owner=agency", 1),
        ("finding-entries/?state=settled", 0),
        ("rates/?currency=EUR&into=USD", 1),
        ("appeals/?is_base_rate=true", 0),
        ("channels/?kind=fund&holder=agency", 1),
    ],
)
def test_a_list_is_narrowed_by_its_filters(query: str, count: int, everything: SimpleNamespace) -> None:
    assert get(query).json()["count"] == count


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("transactions/?colour=red", "colour"),
        ("transactions/?stage=paid", "stage"),
        ("transactions/?currency=usd", "currency"),
        ("projects/?sector=nowhere", "sector"),
        ("needs-assessments/?sector=housing", "sector"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(query: str, name: str, everything: SimpleNamespace) -> None:
    answer = get(query)
    assert answer.status_code == 400
    assert name in answer.content.decode()


def test_a_milestone_that_the_reader_may_not_see_is_not_named(everything: SimpleNamespace) -> None:
    everything.project.milestone = make.make_milestone(everything.plan, "secret", publication="restricted")
    everything.project.save()
    assert get("projects/accord/homes/").json()["milestone"] is None


def test_what_is_restricted_is_not_listed(everything: SimpleNamespace) -> None:
    everything.appeal.publication = "restricted"
    everything.appeal.save()
    assert get("transactions/").json()["count"] == 0
    assert get("transactions/?appeal=appeal").status_code == 400


def test_money_is_told_by_stage_with_shares_grade_and_rates(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "disbursed", 1_000_000, **place, currency="EUR", side="channel")
    (appeal,) = get("money/accord/?on=2026-03-05").json()["appeals"]
    stages = {each["stage"]: each for each in appeal["stages"]}
    assert (appeal["appeal"], appeal["currency"]) == ("appeal", "USD")
    assert (stages["received"]["amount"], stages["received"]["percent_of_pledged"]) == ("2000000.00", 40.0)
    assert stages["spent"] == {
        "stage": "spent", "amount": None, "verification": None, "percent_of_pledged": None,
        "percent_of_due": None, "rates": [],
    }  # fmt: skip
    assert stages["disbursed"]["amount"] == "1100000.00"
    assert stages["disbursed"]["rates"] == [
        {"currency": "EUR", "into": "USD", "rate": "1.1", "date": "2026-03-01", "source": everything.source.slug}
    ]
    assert get("money/accord/?on=2026-02-01").json()["appeals"][0]["stages"][0]["amount"] is None


def test_every_standing_finding_is_told_with_owner_state_and_accounts(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "received", 3_000_000, **place, side="donor")
    answer = get("reconciliation/accord/?on=2026-03-05").json()
    assert answer["open"] == 2
    gap = next(each for each in answer["findings"] if each["about"] == "received")
    assert (gap["slug"], gap["owner"], gap["state"], gap["is_open"]) == (None, None, "open", True)
    assert gap["accounts"] == {"first": "3000000.0000", "second": "2000000.0000", "unit": "USD", "rates": []}
    row = cast.make_finding(everything.plan, "told", about="received", owner=everything.finding.owner, **place)
    cast.make_entry(row, "explained", date=cast.on(4))
    answer = get("reconciliation/accord/?on=2026-03-05").json()
    told = next(each for each in answer["findings"] if each["slug"] == "told")
    assert (told["owner"], told["state"], told["is_open"], answer["open"]) == ("agency", "explained", False, 1)
    assert get("reconciliation/accord/?on=2026-03-03").json()["open"] == 2


def test_a_restricted_sum_changes_only_what_the_cleared_are_told(everything: SimpleNamespace) -> None:
    place = {"appeal": everything.appeal, "donor": everything.donor, "channel": everything.channel}
    cast.make_transaction(everything.plan, "received", 3_000_000, **place, side="donor", publication="restricted")
    cleared = Client()
    cleared.force_login(make.make_restricted_reader())
    path = f"{BASE}/reconciliation/accord/?on=2026-03-05"
    assert (Client().get(path).json()["open"], cleared.get(path).json()["open"]) == (1, 2)


def test_two_figures_are_compared_or_refused_with_the_reason(everything: SimpleNamespace) -> None:
    territory, keys = everything.estimate.territory, []
    for slug, months, amount in (("update", 36, 20_000_000_000), ("final", 18, 26_300_000_000)):
        one = cast.make_assessment(everything.plan, slug, covers_from="2023-10", covers_until="2025-10")
        keys.append(cast.make_estimate(one, amount, horizon="first", months=months, territory=territory).pk)
    answer = get(f"comparisons/accord/?one={keys[0]}&other={keys[1]}").json()
    assert (answer["is_comparable"], answer["reasons"], answer["difference"]) == (False, ["horizon"], None)
    assert "different lengths of time" in answer["sentence"]
    same = get(f"comparisons/accord/?one={keys[0]}&other={keys[0]}").json()
    assert (same["is_comparable"], same["difference"]) == (True, "0")
    for query in ("", f"?one={keys[0]}", f"?one={keys[0]}&other=999999", "?one=x&other=y"):
        assert get(f"comparisons/accord/{query}").status_code == 400
