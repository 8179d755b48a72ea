"""The Gaza plan file: every statement has its source, no grade exceeds its source, and all reads in three languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from milestones.kinds.format import parse
from milestones.models import Indicator, Observation
from milestones.services.loading import unstored

PLAN = Path(__file__).resolve().parents[2] / "plans" / "gaza-phase-two.yaml"
TEXT = PLAN.read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = yaml.safe_load(TEXT)
SOURCES = {source["slug"]: source for source in DOCUMENT["sources"]}
TEMPLATED = [milestone for template in DOCUMENT["templates"] for milestone in template["milestones"]]
MILESTONES = DOCUMENT["milestones"] + TEMPLATED
TEXT_KEYS = {"name", "summary", "text", "description", "definition", "note", "unit", "reason"}
LANGUAGES = ("en", "ar", "he")
SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "he": re.compile("[\u0590-\u05ff]")}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
FIGURE = re.compile(r"\d[\d,]*\d|\d")
# A corroborated record names the publisher of its second, independent source in its note.
ALSO = re.compile(r"\(also: ([^)]+)\)")
# The contingencies that the sources state, each with the gates that carry it. Two more are no gates: the fourteen days
# (a due date) and the end of the authorisation (a lapse).
CONTINGENCIES = Path(__file__).resolve().parents[1] / "facts" / "gaza_contingencies.csv"
# Publishers that texts name in the text's own language, as they are actors or well known under that name.
TRANSLATED = {"Al Jazeera", "BBC Verify", "Press TV", "The Actual News", "United Nations", "World Bank", "White House"}
# Of these no address was kept: the publisher says what was seen, and where.
WITHOUT_ADDRESS = {"reports-october-line", "un-count-log"}


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value below, with its path."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from walk(below, f"{path}.{key}")


def dated_records() -> dict[str, dict[str, Any]]:
    """Assessments, observations, withdrawals and positions, by a name to find them with."""
    found: dict[str, dict[str, Any]] = {}
    for owner in DOCUMENT["indicators"] + MILESTONES:
        for record in owner.get("observations", []) + owner.get("assessments", []) + owner.get("schedule", []):
            said = f"{owner['slug']} {record['date']} {record.get('series', '')} {record['source']}"
            found[said + (" retracted" if "retracted" in record else "")] = record
        if "withdrawn" in owner:
            found[f"{owner['slug']} withdrawn"] = owner["withdrawn"]
    for number, position in enumerate(DOCUMENT["positions"]):
        found[f"position {number} of {position['actor']}"] = position
    return found


def notes_of_gates() -> list[dict[str, str]]:
    return [gate["note"] for milestone in MILESTONES for gate in milestone.get("gates", [])]


def cited_in(text: str) -> set[str]:
    """The publishers that a text names as its evidence, which are not translated."""
    publishers = {source["publisher"] for source in SOURCES.values() if isinstance(source["publisher"], str)}
    return {publisher for publisher in publishers if publisher in text} - TRANSLATED


TEXTS = {path: value for path, value in walk(DOCUMENT) if path.rsplit(".", 1)[-1] in TEXT_KEYS and value != "%"}
RECORDS = dated_records()
GRADED = {name: record for name, record in RECORDS.items() if "verification" in record}


def test_every_text_stands_in_english_arabic_and_hebrew():
    assert not [path for path, text in TEXTS.items() if not isinstance(text, dict) or tuple(text) != LANGUAGES]
    for text in TEXTS.values():
        assert SCRIPTS["ar"].search(text["ar"]), text
        assert SCRIPTS["he"].search(text["he"]), text
        for language, foreign in (("en", "ar"), ("en", "he"), ("ar", "he"), ("he", "ar")):
            assert not SCRIPTS[foreign].search(text[language]), text


def test_the_three_languages_give_the_same_figures_of_three_digits_and_more():
    for text in TEXTS.values():
        figures = [
            sorted(f for f in FIGURE.findall(text[language]) if len(f.replace(",", "")) >= 3) for language in LANGUAGES
        ]
        assert figures[0] == figures[1] == figures[2], text


def test_the_three_languages_cite_the_same_sources():
    for text in TEXTS.values():
        cited = [cited_in(text[language]) for language in LANGUAGES]
        assert cited[0] == cited[1] == cited[2], text


def test_texts_name_sources_by_their_publishers_and_not_by_slugs():
    for path, text in TEXTS.items():
        if not path.startswith(".sources"):
            slugs = {word for language in LANGUAGES for word in SLUG.findall(text[language])}
            assert not slugs & SOURCES.keys(), path


def test_the_plan_is_as_full_as_was_asked():
    assert [pillar["slug"] for pillar in DOCUMENT["pillars"]] == [
        "governance",
        "reconstruction",
        "demilitarisation",
        "ceasefire",
    ]
    assert len(DOCUMENT["milestones"]) >= 40
    assert len(DOCUMENT["indicators"]) >= 15
    assert DOCUMENT["readings"][0]["slug"] == "text"
    assert {"board", "hamas", "israel", "both-demands"} <= {r["slug"] for r in DOCUMENT["readings"]}
    assert DOCUMENT["plan"]["as_of"] == date(2026, 9, 30)


def stated_contingencies() -> list[dict[str, str]]:
    with CONTINGENCIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_stated(milestone: dict[str, Any], gate: dict[str, Any]) -> dict[str, str]:
    """A gate as a row of the table of contingencies, without its number."""
    conditions = [
        f"{c['milestone']}:{c['reaches']}" if "milestone" in c else f"{c['indicator']}:{c['at_least']}"
        for c in gate["conditions"]
    ]
    return {
        "milestone": milestone["slug"],
        "before": gate["before"],
        "force": gate.get("force", "gates"),
        "readings": " ".join(gate.get("readings", ["every"])),
        "source": gate["source"],
        "clause": gate.get("clause", ""),
        "conditions": " ".join(conditions),
    }


@pytest.mark.parametrize("stated", stated_contingencies(), ids=lambda row: f"{row['contingency']} {row['milestone']}")
def test_a_stated_contingency_is_a_gate(stated):
    gates = [as_stated(milestone, gate) for milestone in MILESTONES for gate in milestone.get("gates", [])]
    assert {key: value for key, value in stated.items() if key != "contingency"} in gates


def test_no_text_has_the_number_of_a_contingency():
    assert {row["contingency"] for row in stated_contingencies()} == {f"C{n:02}" for n in range(1, 16)}
    assert not re.findall(r"\bC\d\d\b", TEXT)


def test_the_deadline_runs_from_the_announced_acceptance():
    due = {"days": 14, "after": "hamas-roadmap-acceptance", "reaches": "complete"}
    dues = {m["slug"]: m["due"] for m in MILESTONES if m.get("source") == "toi-clock"}
    assert dues == {"implementation-timetable": due, "verification-committee": due}


def test_authority_under_the_resolution_lapses_when_the_sources_say():
    assert {m["lapses"] for m in MILESTONES if "lapses" in m} == {date(2027, 12, 31)}
    assert {"board-established", "isf-deployed", "ncag-in-gaza"} <= {m["slug"] for m in MILESTONES if "lapses" in m}


def test_contingencies_of_one_party_stand_in_no_reading_of_the_texts():
    of_one_party = {"C07", "C11", "C13", "C14", "C15"}
    stated = [row for row in stated_contingencies() if row["contingency"] in of_one_party]
    assert stated
    assert not [row for row in stated if {"every", "text"} & set(row["readings"].split())]


def test_a_soft_condition_informs_and_holds_nothing_up():
    assert {row["contingency"] for row in stated_contingencies() if row["force"] == "informs"} == {"C12"}


def test_where_the_text_names_no_judge_none_is_designated():
    judged = {m["slug"]: m.get("certifier") for m in MILESTONES}
    for slug in ("pull-back-standards", "staged-pull-back", "pa-reform"):
        assert judged[slug] == "none-designated"


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_a_known_source_and_a_note(name):
    record = RECORDS[name]
    assert record["source"] in SOURCES
    assert record["note"]
    assert record["date"] <= DOCUMENT["plan"]["as_of"]


@pytest.mark.parametrize("name", GRADED)
def test_no_record_is_graded_above_what_its_sources_bear(name):
    record, source = GRADED[name], SOURCES[GRADED[name]["source"]]
    if record["verification"] == "verified":
        assert source["tier"] == "A"
    elif record["verification"] == "corroborated":
        also = ALSO.findall(record["note"]["en"])
        second = [other for other in SOURCES.values() if other["publisher"] in also]
        assert second, "the second source is named as (also: publisher)"
        assert {source["tier"], *(other["tier"] for other in second)} <= {"A", "B"}
        assert source["publisher"] not in {other["publisher"] for other in second}
    else:
        assert record["verification"] == "reported"


@pytest.mark.parametrize("name", [name for name in RECORDS if "withdrawn" not in name])
def test_a_record_of_tier_c_or_d_says_so(name):
    tier = SOURCES[RECORDS[name]["source"]]["tier"]
    if tier in {"C", "D"}:
        assert re.search(rf"\bTier {tier}\b", RECORDS[name]["note"]["en"])


def test_every_source_is_cited_and_has_a_tier():
    by_name = {name for text in TEXTS.values() for name in cited_in(text["en"])}
    by_slug = {value for path, value in walk(DOCUMENT) if path.endswith(".source")}
    for slug, source in SOURCES.items():
        assert source["tier"] in "ABCD"
        assert slug in by_slug or source["publisher"] in by_name, f"{slug} is never cited"


def test_only_sources_whose_address_was_not_kept_have_none():
    without = {slug for slug, source in SOURCES.items() if "url" not in source}
    assert without == WITHOUT_ADDRESS
    for slug in without:
        assert tuple(SOURCES[slug]["title"]) == tuple(SOURCES[slug]["publisher"]) == LANGUAGES
        assert re.search("no page was kept|address was not kept", SOURCES[slug]["publisher"]["en"])
    for slug in SOURCES.keys() - without:
        assert SOURCES[slug]["url"].startswith(("https://", "http://"))


def test_a_milestone_without_records_says_that_none_is_compiled_here():
    for milestone in MILESTONES:
        if not milestone.get("assessments") and "withdrawn" not in milestone:
            said = milestone["description"]["en"]
            assert re.search(r"[Nn]o record[^.]* compiled here|Compiled here is only", said), milestone["slug"]


def test_contested_counts_stand_side_by_side_under_their_claimants():
    series = {i["slug"]: {s["slug"] for s in i.get("series", [])} for i in DOCUMENT["indicators"]}
    assert series["killed-since-ceasefire"] == {"health-ministry", "united-nations", "daily-sum"}
    # UN2720 counts a part of the trucks: its old share is retracted and stands in an indicator of its own.
    assert series["aid-trucks-share"] == {"cogat", "hamas-document", "gaza-authorities", "un2720"}
    assert series["violations-alleged"] == {"israel-army", "gaza-media-office"}
    assert series["territory-israeli-control"] >= {"israel-prime-minister", "israel-army-maps", "ordered"}
    for indicator in DOCUMENT["indicators"]:
        for one in indicator.get("series", []):
            assert one["definition"], f"{indicator['slug']}: a count without its rule"
            counted = {o.get("series") for o in indicator["observations"]}
            assert one["slug"] in counted


def test_the_toll_shows_that_a_sum_of_days_is_not_the_bulletin():
    toll = next(i for i in DOCUMENT["indicators"] if i["slug"] == "killed-since-ceasefire")
    values = {(o["series"], o["date"].isoformat()): o["value"] for o in toll["observations"]}
    assert values["health-ministry", "2026-08-10"] == 1258
    assert values["daily-sum", "2026-08-10"] == 1149
    assert values["united-nations", "2026-08-08"] == 1209


def test_a_measured_indicator_gets_what_its_measure_gives():
    state, _report = unstored(parse(TEXT).document)
    measured = [indicator for indicator in state.rows(Indicator) if indicator.measure]
    given = {row.indicator_id for row in state.rows(Observation).where(series="derived")}
    # Of the Board's money not all receipts are known: no share is told.
    assert {each.slug for each in measured if each.pk not in given} == {"board-share-of-pledged"}
    assert not [
        record
        for indicator in DOCUMENT["indicators"]
        for record in indicator.get("observations", [])
        if record.get("series") == "derived"
    ]


def test_every_milestone_says_where_it_is_named():
    assert not [milestone["slug"] for milestone in MILESTONES if milestone.get("source") not in SOURCES]


@pytest.mark.parametrize(
    "slug",
    [
        "police-weapons",
        "heavy-weapons",
        "personal-arms",
        "infrastructure-destroyed",
        "{area}-weapon-free",
        "{area}-personal-arms",
    ],
)
def test_a_weapons_step_waits_for_the_roadmap_in_an_area_as_in_all_of_gaza(slug):
    stated = [row for row in stated_contingencies() if row["milestone"] == slug]
    roadmap = [row["readings"].split() for row in stated if row["contingency"] in {"C08", "C09"}]
    assert roadmap
    assert all("text" in readings for readings in roadmap)
    assert "israel" not in {reading for readings in roadmap for reading in readings}
    assert [row["readings"] for row in stated if row["contingency"] == "C15"] == ["hamas both-demands"]


@pytest.mark.parametrize("party", ["israel", "hamas"])
def test_what_a_party_supports_stands_beside_what_it_opposes(party):
    stances = {position["stance"] for position in DOCUMENT["positions"] if position["actor"] == party}
    assert stances == {"supports", "conditional", "opposes"}
