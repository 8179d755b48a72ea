"""The root of the API says where to begin."""

import pytest
from django.test import Client

from tests.api.cast import LISTS, Cast

ROOT = "/api/v1/"


@pytest.mark.one_database
def test_every_address_of_the_root_answers(cast: Cast, client: Client) -> None:
    answer = client.get(ROOT)
    assert answer.status_code == 200
    for path, address in answer.json()["addresses"].items():
        assert address == f"http://testserver/api/v1/{path}/"
        assert client.get(address).status_code == 200, path


def test_the_root_names_every_list_of_the_contract(cast: Cast, client: Client) -> None:
    """Every address of the contract that takes no name, and the contract with its page."""
    addresses = client.get(ROOT).json()["addresses"]
    contract = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()["paths"]
    nameless = {path.removeprefix(ROOT).rstrip("/") for path in contract if "{" not in path} - {""}
    assert set(addresses) == nameless | {"schema", "docs"}
    assert {name for name in LISTS if "/" not in name} | {"governance/bodies", "status"} <= set(addresses)


def test_the_root_is_in_the_contract_and_as_strict(client: Client, db: None) -> None:
    contract = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    assert contract["paths"][ROOT]["get"]["operationId"] == "root"
    assert client.get(f"{ROOT}?fields=api").json() == {"api": "v1"}
    refused = client.get(f"{ROOT}?plan=accord")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "plan")


@pytest.mark.django_db
def test_the_root_asks_the_database_nothing(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get(ROOT)
