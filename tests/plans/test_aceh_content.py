"""Aceh's plan file: every statement has its source and an honest grade, and reads in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from milestones.kinds.format import parse
from milestones.services.loading import load_document

PLAN = Path(__file__).resolve().parents[2] / "plans" / "aceh-2005.yaml"
DOCUMENT: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
SOURCES = {source["slug"]: source for source in DOCUMENT["sources"]}
TEXT_KEYS = {"name", "summary", "description", "definition", "note", "unit"}
SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "he": re.compile("[\u0590-\u05ff]")}
# Events whose only compiled source announced them the day before; the note says so.
ANNOUNCED = {"withdrawal-3 2005-11-19 reuters-18-november", "pullbacks 2005-11-19 reuters-18-november stage-3"}
FIGURE = re.compile(r"\d[\d,]*\d|\d")


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value below, with its path."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from walk(below, f"{path}.{key}")


def texts() -> dict[str, Any]:
    return {path: value for path, value in walk(DOCUMENT) if path.rsplit(".", 1)[-1] in TEXT_KEYS}


def count_of(record: dict[str, Any]) -> list[Any]:
    """What tells two counts of one day apart: where it was read, of which stage, by whom, and what was counted."""
    keys = ("source", "phase", "series", "scope", "handed_in", "accepted", "disputed")
    return [record[key] for key in keys if key in record]


def records() -> dict[str, dict[str, Any]]:
    observations = {
        f"{owner['slug']} {record['date']} {record.get('series', '')}"
        f"{' retracted' if 'retracted' in record else ''}": record
        for owner in DOCUMENT["indicators"]
        for record in owner.get("observations", [])
    }
    assessments = {
        f"{owner['slug']} {record['date']} {record['source']}{' retracted' if 'retracted' in record else ''}": record
        for owner in DOCUMENT["milestones"]
        for record in owner.get("assessments", [])
    }
    counts = {
        " ".join(str(part) for part in (key, record["date"], *count_of(record))): record
        for key in ("totals", "tallies", "pullbacks")
        for record in DOCUMENT["demilitarisation"][key]
    }
    return observations | assessments | counts


TEXTS, RECORDS = texts(), records()


@pytest.mark.parametrize("path", TEXTS)
def test_a_text_stands_in_english_arabic_and_hebrew(path):
    text = TEXTS[path]
    assert isinstance(text, dict), "a plain string has one language only"
    assert set(text) == {"en", "ar", "he"}
    for language, script in SCRIPTS.items():
        assert script.search(text[language]), f"no {language} letters in {text[language]!r}"
        assert not script.search(text["en"])


@pytest.mark.parametrize("path", [path for path in TEXTS if not path.startswith(".phases")])
def test_the_three_languages_give_the_same_figures_of_three_digits_and_more(path):
    figures = {
        language: sorted(f for f in FIGURE.findall(text) if len(f.replace(",", "")) >= 3)
        for language, text in TEXTS[path].items()
    }
    assert figures["en"] == figures["ar"] == figures["he"]


def test_every_source_named_is_listed_and_every_source_listed_is_named():
    named = [value for path, value in walk(DOCUMENT) if path.endswith(".source")]
    assert set(named) == set(SOURCES)


@pytest.mark.parametrize("slug", SOURCES)
def test_a_source_says_where_it_is_and_of_what_tier(slug):
    assert SOURCES[slug]["url"].startswith(("http://", "https://"))
    assert SOURCES[slug]["tier"] in {"A", "B", "C"}


@pytest.mark.parametrize("key", RECORDS)
def test_a_record_has_source_grade_and_a_note_that_tells_the_tier(key):
    record = RECORDS[key]
    tier = SOURCES[record["source"]]["tier"]
    note = record["note"]["en"]
    if record.get("verification") == "corroborated":
        assert tier == "B"
        assert note.startswith("Two independent outlets of tier B")
    elif record.get("verification") == "verified":
        assert note.startswith("Tier A, text read")
    else:
        assert record.get("verification", "reported") == "reported"
        assert f"Tier {tier}" in note


@pytest.mark.parametrize("key", RECORDS)
def test_no_record_speaks_for_a_day_after_its_source_or_the_plans_own_end(key):
    record = RECORDS[key]
    assert record["date"] <= DOCUMENT["plan"]["as_of"]
    if key in ANNOUNCED:
        assert "on the eve" in record["note"]["en"]
    else:
        assert record["date"] <= SOURCES[record["source"]].get("date", record["date"])


def test_a_derived_figure_says_so():
    derived = {key for key, record in RECORDS.items() if "erived" in record["note"]["en"]}
    assert derived >= {
        "weapons-accepted 2005-12-19 joint",
        "weapons-accepted 2005-12-21 joint",
        *(f"totals 2005-08-15 memorandum stage-{number}" for number in range(1, 5)),
        "tallies 2005-11-22 amm-22-november stage-3 amm stage 286 222",
        "tallies 2005-12-19 nbc-december stage-4 amm stage 162 142",
        "weapons-disputed 2005-10-20 ",
        "soldiers-withdrawn 2005-10-31 ",
        "planned-withdrawal-3 2005-11-18 reuters",
        "handover-3 2005-12-14 dpa-14-december",
        "withdrawal-3 2005-11-25 isnorman",
        "withdrawal-3 2005-12-14 dpa-14-december",
    }
    assert not any(RECORDS[key].get("verification", "reported") != "reported" for key in derived)


def test_the_published_counts_are_those_of_the_facts():
    accepted = next(i for i in DOCUMENT["indicators"] if i["slug"] == "weapons-accepted")
    by_series: dict[str, dict[str, int]] = {}
    for record in accepted["observations"]:
        by_series.setdefault(record["series"], {})[record["date"].isoformat()] = record["value"]
    assert by_series == {
        "joint": {"2005-09-17": 226, "2005-10-20": 424, "2005-11-22": 631, "2005-12-19": 769, "2005-12-21": 840},
        "army": {"2005-12-14": 628, "2005-12-21": 769},
        "press": {"2005-12-14": 792},
    }
    assert accepted["official"] == "derived"
    planned = next(i for i in DOCUMENT["indicators"] if i["slug"] == "planned-withdrawal-3")
    assert {(record["series"], record["value"]) for record in planned["observations"]} == {
        ("jakarta-post", 6945),
        ("reuters", 7015),
        ("reuters", 7050),
    }


def test_the_four_rounds_are_those_of_the_table():
    """Handed in, accepted, refused by stage; their sums are the totals that the sources give."""
    standing = [tally for tally in DOCUMENT["demilitarisation"]["tallies"] if "retracted" not in tally]
    rounds = {
        tally["phase"]: (tally["handed_in"], tally["accepted"], tally["rejected"])
        for tally in standing
        if tally["scope"] == "stage" and {"handed_in", "accepted", "rejected"} <= tally.keys()
    }
    assert rounds == {
        "stage-1": (279, 243, 36),
        "stage-2": (291, 233, 58),
        "stage-3": (286, 222, 64),
        "stage-4": (162, 142, 20),
    }
    assert [sum(column) for column in zip(*rounds.values(), strict=True)] == [1018, 840, 178]


def test_every_milestone_names_who_promised_it_where_and_who_judges_it():
    for milestone in DOCUMENT["milestones"]:
        assert milestone["source"] == "memorandum"
        assert milestone["certifier"] == "amm"
        party = {"demilitarisation": "gam", "redeployment": "indonesia"}[milestone["pillar"]]
        assert milestone["responsible"] == [party]


def test_nothing_is_waived_as_no_source_says_that_anyone_waived_it():
    assert not [path for path, _ in walk(DOCUMENT) if path.endswith(".waived")]


@pytest.mark.django_db
def test_its_page_opens_on_the_plans_last_day(client: Client) -> None:
    load_document(parse(PLAN.read_text(encoding="utf-8")).document)
    page = client.get("/plans/aceh-2005/", headers={"accept-language": "en"}).content.decode()
    assert '<time datetime="2006-01-05">' in page
    assert "(today)" not in page
    told = client.get("/api/v1/plans/aceh-2005/evaluation/", {"reading": "text"}).json()
    assert told["on"] == "2006-01-05"
