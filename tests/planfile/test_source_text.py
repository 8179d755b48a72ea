"""What is read as YAML and JSON, and what is refused before anything is made of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from milestones.kinds.format import parse
from milestones.planfile.faults import Refused, Report
from milestones.planfile.limits import MOST_BYTES, MOST_DEPTH
from milestones.planfile.plain_data import read_json, read_yaml
from tests.planfile.plans import coded, said, small_plan

MINIMAL = "format: peace-plan/1\nplan: {slug: a, name: A}\npillars: []\n"


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-01-14", "2026-01-14"),
        ("2026-01-14T18:00:00Z", "2026-01-14T18:00:00Z"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("16", Decimal(16)),
        ("-3", Decimal(-3)),
        ("0.1", Decimal("0.1")),
        (".5", Decimal("0.5")),
        ("1e3", Decimal(1000)),
        ('"16"', "16"),
        ("'true'", "true"),
        ("!!str 16", "16"),
    ],
)
def test_a_yaml_scalar_is_what_it_is_in_json(scalar: str, value: object) -> None:
    report = Report()
    found = read_yaml(f"key: {scalar}\n", report)
    assert found == {"key": value}
    assert type(found["key"]) is type(value)
    assert report.faults == {}


def test_numbers_are_exact_in_both_syntaxes() -> None:
    assert read_yaml("[0.1, 33.30, 12345678901234567890]", Report()) == read_json(
        "[0.1, 33.30, 12345678901234567890]", Report()
    )
    assert read_json("[0.1]", Report()) == [Decimal("0.1")]


def test_a_key_is_the_text_that_stands_there() -> None:
    assert read_yaml("{on: 1, no: 2, 2026: 3, true: 4, 2026-01-14: 5}", Report()) == {
        "on": 1,
        "no": 2,
        "2026": 3,
        "true": 4,
        "2026-01-14": 5,
    }


def test_yaml_and_json_text_and_maps_give_one_document() -> None:
    text = parse(MINIMAL).document
    assert parse(MINIMAL.encode()).document == text
    assert parse(b"\xef\xbb\xbf" + MINIMAL.encode()).document == text
    assert parse('{"format": "peace-plan/1", "plan": {"slug": "a", "name": "A"}, "pillars": []}').document == text
    assert parse("{format: peace-plan/1, plan: {slug: a, name: A}, pillars: []}").document == text
    assert parse({"format": "peace-plan/1", "plan": {"slug": "a", "name": "A"}, "pillars": []}).document == text


def test_a_caller_may_hand_over_dates_and_floats() -> None:
    plan = small_plan()
    plan["plan"]["as_of"] = date(2026, 1, 14)
    plan["milestones"][0]["weight"] = 0.1
    document = parse(plan).document
    assert document.plan.as_of == date(2026, 1, 14)
    assert document.milestones[0].weight == Decimal("0.1")


def test_a_key_given_twice_is_refused_with_its_path_and_line() -> None:
    assert said(MINIMAL + "milestones:\n- slug: a\n  slug: b\n")[0] == (
        'line 6, milestones[0].slug: the key "slug" stands here for a second time'
    )
    twice = '{"format": "peace-plan/1", "plan": {"slug": "a", "slug": "a", "name": "A"}, "pillars": []}'
    assert said(twice) == ['line 1, plan.slug: the key "slug" stands here for a second time']


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a: [1", "bad_yaml"),
        ("a: b: c", "bad_yaml"),
        ("\x00", "bad_yaml"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: !!int '3'", "tag"),
        ("a: 1\n---\na: 2\n", "several_documents"),
        ("? [a]\n: b\n", "wrong_type"),
        ("[" * 100_000, "too_deep"),
        ("- " * 100 + "a", "too_deep"),
        ("{a: " * 100 + "1" + "}" * 100, "too_deep"),
        (b"\xff\xfe", "not_utf8"),
        ("a\ud800", "not_utf8"),
        ("", "wrong_type"),
        ("- 1", "wrong_type"),
        ("5", "wrong_type"),
    ],
)
def test_what_is_no_document_is_refused_as_a_whole(source: str | bytes, code: str) -> None:
    assert coded(source) == [("", code)]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{", "bad_json"),
        ('{"a": 1} x', "bad_json"),
        ("[" * 100_000, "too_deep"),
        ("[" * 60 + "]" * 60, "too_deep"),
        ("[1]", "wrong_type"),
        ("a: 1", "bad_json"),
    ],
)
def test_what_is_no_json_document_is_refused_as_a_whole(source: str, code: str) -> None:
    assert coded(source, format="json") == [("", code)]


def test_a_billion_laughs_are_refused_at_the_first_alias() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert coded("\n".join(lines)) == [("", "alias")]


def test_a_document_may_be_as_deep_as_the_limit() -> None:
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert read_yaml(deep, Report()) is not None
    with pytest.raises(Refused):
        read_yaml(f"[{deep}]", Report())


def test_a_document_that_is_too_long_is_refused_unread() -> None:
    assert coded(b"#" * (MOST_BYTES + 1)) == [("", "too_big")]


@pytest.mark.parametrize("number", ["1e999999999999999999999", "1e400", "9" * 5000, "NaN", "Infinity", "-Infinity"])
def test_a_number_beyond_all_bounds_is_refused_at_its_place(number: str) -> None:
    source = '{"format": "peace-plan/1", "plan": {"slug": "a", "name": "A"}, "pillars": [{"slug": "p", "name": "P"}],'
    source += f'"milestones": [{{"slug": "m", "name": "M", "pillar": "p", "weight": {number}}}]}}'
    assert coded(source) == [("milestones[0].weight", "bad_number")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({1: "one"}, "wrong_type"),
        ({"x": {1}}, "wrong_type"),
        ({"x": b"bytes"}, "wrong_type"),
        ({"x": 10**400}, "unknown_key"),
        ({"x": float("nan")}, "unknown_key"),
    ],
)
def test_a_map_with_what_no_file_can_hold_is_refused(value: dict[Any, Any], code: str) -> None:
    assert code in [found for _, found in coded(small_plan() | value)]


def test_a_map_that_contains_itself_is_too_deep() -> None:
    plan: dict[str, Any] = small_plan()
    plan["governance"] = plan
    assert coded(plan) == [("", "too_deep")]
