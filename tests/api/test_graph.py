"""The graph says of each gate and condition what the evaluation says, and joins them by what they name."""

from typing import Any

import pytest
from django.test import Client

from tests.api.cast import Cast, settle
from tests.factories import make_condition, make_gate

pytestmark = pytest.mark.one_database


def asked(client: Client, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def graph(cast: Cast, client: Client) -> Any:
    gate = make_gate(cast.handover, before="completion", rank=9, require="any")
    make_condition(gate, indicator=cast.observation.indicator, at_least=600)
    make_condition(gate, date="2026-09-01", rank=1)
    make_condition(gate, pillar=cast.plan.pillars.get(slug="governance"), progress=50, rank=2)
    settle(cast.plan)
    return asked(client, "plans/accord/graph/?on=2026-03-10")


def test_gates_and_edges_are_those_of_the_evaluation(graph: Any, client: Client) -> None:
    evaluation = asked(client, "plans/accord/evaluation/?on=2026-03-10")
    of_graph: dict[str, list[Any]] = {slug: [] for slug in evaluation["milestones"]}
    for gate in graph["gates"]:
        edges = [each for each in graph["edges"] if each["gate"] == gate["id"]]
        assert {each["to"] for each in edges} == {f"milestone:{gate['milestone']}"}
        conditions = [{"truth": each["truth"], "earliest": each["earliest"]} for each in edges]
        keys = ("before", "force", "require", "waived", "truth", "truth_when_reached", "earliest")
        of_graph[gate["milestone"]].append({**{key: gate[key] for key in keys}, "conditions": conditions})
    assert of_graph == {slug: told["gates"] for slug, told in evaluation["milestones"].items()}


def test_every_edge_joins_two_nodes_and_names_its_row(graph: Any, client: Client) -> None:
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert {node["kind"] for node in nodes.values()} == {"milestone", "indicator", "pillar", "date"}
    for edge in graph["edges"]:
        assert {edge["from"], edge["to"]} <= nodes.keys()
        row = asked(client, f"conditions/{edge['id']}/")
        kind, named = edge["from"].split(":", 1)
        assert (row[kind], row["gate"]) == (named, edge["gate"])


def test_a_gate_says_where_it_stands_written_and_in_which_readings(graph: Any, client: Client) -> None:
    for gate in graph["gates"]:
        row = asked(client, f"gates/{gate['id']}/")
        for key in ("source", "clause", "readings"):
            assert gate[key] == row[key]
