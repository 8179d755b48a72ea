"""An unknown parameter or value is refused by its name at every address, and never ignored."""

import re
from urllib.parse import quote

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.cast import AT_A_MOMENT, LISTS, Cast, every_path
from tools.environment import ROOT

EVERYWHERE = [
    ("nonsense=1", "nonsense", "unknown_parameter"),
    ("formats=json", "formats", "unknown_parameter"),
    ("milestone__plan__slug=accord", "milestone__plan__slug", "unknown_parameter"),
    ("pk=1", "pk", "unknown_parameter"),
    ("lang=xx", "lang", "invalid"),
    ("lang=ar-PS", "lang", "invalid"),
    ("lang=", "lang", "empty"),
    ("lang=ar&lang=he", "lang", "repeated"),
    ("lang=%00", "lang", "null_character"),
    ("lang=%ff", "lang", "bad_encoding"),
    ("%00=1", "�", "unknown_parameter"),
]
ON_OBJECTS = [("fields=nonsense", "fields", "invalid"), ("omit=url,", "omit", "invalid")]
ON_LISTS = [
    ("format=xml", "format", "invalid"),
    ("format=csv&format=xlsx", "format", "repeated"),
    ("limit=-1", "limit", "invalid"),
    ("limit=0", "limit", "invalid"),
    ("limit=1001", "limit", "invalid"),
    ("limit=" + "9" * 5000, "limit", "invalid"),
    ("limit=١", "limit", "invalid"),
    ("offset=abc", "offset", "invalid"),
    ("offset=-1", "offset", "invalid"),
    ("offset=99999999999999999999", "offset", "invalid"),
    ("limit=1&limit=2", "limit", "repeated"),
    ("ordering=nonsense", "ordering", "invalid"),
    ("ordering=plan__revision", "ordering", "invalid"),
    ("ordering=", "ordering", "empty"),
]
AT_MOMENTS = [
    ("on=2026-13-01", "on", "invalid"),
    ("on=20260101", "on", "invalid"),
    ("on=2026-W01-1", "on", "invalid"),
    ("on=today", "on", "invalid"),
    ("on=0000-01-01", "on", "invalid"),
    ("on=", "on", "empty"),
    ("on=2026-01-01&on=2026-01-02", "on", "repeated"),
    ("known_at=2026-01-01", "known_at", "invalid"),
    ("known_at=2026-01-01T10:00:00", "known_at", "invalid"),
    ("known_at=0001-01-01T00:00:00%2B23:59", "known_at", "invalid"),
    ("known_at=9999-12-31T23:59:59-23:59", "known_at", "invalid"),
    ("reading=nonsense", "reading", "invalid"),
    ("reading=No Slug", "reading", "invalid"),
    ("reading=text%00", "reading", "null_character"),
]
FILTERED = [
    ("milestones", "status=nonsense", "status"),
    ("milestones", "status=waiting&status=nonsense", "status"),
    ("milestones", "pillar=nonsense", "pillar"),
    ("milestones", "plan=nonsense", "plan"),
    ("milestones", "overdue=maybe", "overdue"),
    ("milestones", "due__lte=soon", "due__lte"),
    ("milestones", "due__lte=2026-01-01&due__lte=2026-01-02", "due__lte"),
    ("milestones", "on=2026-01-01", "on"),
    ("milestones", "search=" + "x" * 201, "search"),
    ("observations", "verification=2", "verification"),
    ("observations", "indicator=%00", "indicator"),
    ("observations", "recorded_at__gte=2026-01-01", "recorded_at__gte"),
    ("assessments", "level=9", "level"),
    ("assessments", "source=", "source"),
    ("positions", "stance=shrug", "stance"),
    ("gates", "before=never", "before"),
    ("conditions", "gate=99999999999999999999999", "gate"),
    ("conditions", "gate=x", "gate"),
    ("observations", "series=%25d%25", "series"),
    ("sources", "tier=E", "tier"),
    ("actors", "kind=friend", "kind"),
]  # fmt: skip


def refuse(client: Client, address: str, attr: str, code: str | None = None) -> None:
    answer = client.get(address)
    assert answer.status_code == 400, (address, answer.status_code, answer.content[:300])
    assert answer.headers["Content-Type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert attr in [each["attr"] for each in errors], (address, errors)
    if code is not None:
        assert code in [each["code"] for each in errors if each["attr"] == attr], (address, errors)


def test_every_address_refuses_what_it_does_not_know(cast: Cast, client: Client) -> None:
    for path in every_path(cast):
        for query, attr, code in [*EVERYWHERE, *ON_OBJECTS]:
            refuse(client, f"{path}?{query}", attr, code)
    for query, attr, code in EVERYWHERE:
        refuse(client, f"/api/v1/schema/?{query}", attr, code)
        refuse(client, f"/api/v1/docs/?{query}", attr, code)


def test_every_list_refuses_bad_pages_and_orders(cast: Cast, client: Client) -> None:
    for name in LISTS:
        for query, attr, code in ON_LISTS:
            refuse(client, f"/api/v1/{name}/?{query}", attr, code)


def test_only_a_list_knows_pages(cast: Cast, client: Client) -> None:
    refuse(client, "/api/v1/plans/accord/?limit=5", "limit", "unknown_parameter")
    refuse(client, "/api/v1/plans/accord/?format=csv", "format", "unknown_parameter")
    refuse(client, "/api/v1/sources/?on=2026-01-01", "on", "unknown_parameter")


def test_every_moment_is_read_strictly(cast: Cast, client: Client) -> None:
    addresses = [f"/api/v1/{each}/?" for each in AT_A_MOMENT] + ["/api/v1/milestones/?plan=accord&"]
    for address in addresses:
        for query, attr, code in AT_MOMENTS:
            refuse(client, address + query, attr, code)


def test_filters_are_read_strictly(cast: Cast, client: Client) -> None:
    for name, query, attr in FILTERED:
        refuse(client, f"/api/v1/{name}/?{query}", attr)


def test_every_fault_is_told_at_once_with_its_value(cast: Cast, client: Client) -> None:
    """A reader mends an address once, and is told which value was wrong."""
    problem = client.get("/api/v1/milestones/?bogus=1&limit=-7&lang=xx&status=odd").json()
    assert {each["attr"] for each in problem["errors"]} == {"bogus", "limit", "lang", "status"}
    details = {each["attr"]: each["detail"] for each in problem["errors"]}
    assert "-7" in details["limit"]
    assert "xx" in details["lang"]
    assert "odd" in details["status"]
    assert "pillar" in details["bogus"], "it does not say what is known"


NAMES = st.sampled_from(
    ["on", "known_at", "reading", "lang", "limit", "offset", "ordering", "search", "fields", "omit", "plan",
     "pillar", "status", "overdue", "due__gte", "gate", "level", "series", "date__gte", "recorded_at__lte",
     "retracted", "source", "milestone", "indicator", "verification", "script", "format"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["accord", "text", "2026-03-01", "2026-03-01T00:00:00Z", "5", "-1", "waiting", "true", "rank"]),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(str),
    st.floats().map(str),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 100), pairs=st.lists(st.tuples(st.one_of(NAMES, st.text(max_size=8)), VALUES), max_size=4))
def test_no_query_makes_an_address_fail(cast: Cast, client: Client, number: int, pairs: list[tuple[str, str]]) -> None:
    """Whatever is asked is answered or refused; a refusal says what was wrong."""
    paths = every_path(cast)
    query = "&".join(f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs)
    answer = client.get(f"{paths[number % len(paths)]}?{query}")
    assert answer.status_code in (200, 400), (answer.status_code, query)
    if answer.status_code == 400:
        assert answer.json()["errors"]


def test_a_wrong_value_is_told_with_the_choices_and_the_nearest(cast: Cast, client: Client) -> None:
    for query, *told in (
        ("status=waitin", "“waitin”", "blocked", "Did you mean “waiting”?"),
        ("pillar=goverance", "“goverance”", "Did you mean “governance”?"),
        ("plan=acord", "“acord”", "Choose from: accord", "Did you mean “accord”?"),
        ("lang=hr", "“hr”", "en, ar, he"),
        ("limt=5", "“limt”", "Did you mean “limit”?"),
        ("plan=accord&reading=bord", "“bord”", "text, board", "Did you mean “board”?"),
        ("ordering=de", "“de”", "Did you mean “due”?"),
    ):
        errors = client.get(f"/api/v1/milestones/?{query}").json()["errors"]
        assert len(errors) == 1, query
        assert all(part in errors[0]["detail"] for part in told), errors


def test_a_wrong_name_is_told_with_the_nearest_that_may_be_seen(cast: Cast, client: Client) -> None:
    for path, near in (
        ("plans/acord/", "accord"),
        ("plans/acord/evaluation/", "accord"),
        ("milestones/accord/handovr/", "handover"),
        ("milestones/acord/handover/explanation/", "accord"),
        ("milestone/", "milestones"),
        ("governance/body/", "governance/bodies"),
    ):
        problem = client.get(f"/api/v1/{path}").json()
        assert (problem["status"], f"Did you mean “{near}”?" in problem["detail"]) == (404, True), problem
    for hidden in (
        "plans/draft-pla/",
        "milestones/accord/restricted-mileston/",
        "milestones/?milestone=draft-mileston",
    ):
        assert "Did you mean" not in client.get(f"/api/v1/{hidden}").json()["detail"]


def test_codes_are_in_one_spelling() -> None:
    """As the plan file's: words with underscores."""
    folders = ("milestones/api", "milestones/planfile", "milestones/kinds", "milestones/services", "pillars")
    codes = {
        code
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for code in re.findall(r'\bcode="([^"{]+)"', path.read_text())
    }
    assert len(codes) > 8
    assert not [code for code in codes if not re.fullmatch("[a-z]+(_[a-z]+)*", code)]
