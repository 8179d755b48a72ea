"""What can be held of docs/neutrality.md: claimants side by side, inferences marked, one word in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PLANS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "plans").glob("*.yaml"))
}
# In each language: how a text would say that the world holds no report, and how one says that a party denies.
NOTHING_REPORTED = {
    "en": r"[Nn]othing (?:is|was) reported|[Nn]o \w+(?: \w+)? (?:is|was) reported|[Nn]ot reported",
    "ar": "لم يرد شيء|لم يُبلَّغ عن|ولم يُفَد ب",
    "he": "לא דווח|אינם מדווחים",
}
DENIES = {
    "en": r"\b[Dd]enie[sd]\b|\bdenying\b",
    "ar": r"(?<!\w)[وف]?(?:[تي]نفي|نفى|نفت|يُنفى|نفيًا)(?!\w)",
    "he": "הכחיש|מכחיש|מוכחש|הכחשה",
}
# How a text says that somebody takes a stance, by its verb and by the noun of it.
STANCES = {
    "rejects": {
        "en": r"\b[Rr]e(?:ject|fus)(?:e?s|ed|ing|ion|al)?\b",
        "ar": r"(?<!\w)[وف]?(?:[تي]رفض|رفض|رُفض|الرفض)",
        "he": r"(?<!\w)[וש]?(?:דוחה|דחה|דחתה|דחייה|נפסלו|מסרב|סירב|סירבו|סירוב)(?!\w)",
    },
    "welcomes": {
        "en": r"\b[Ww]elcom(?:es?|ed|ing)\b",
        "ar": r"(?<!\w)[وف]?(?:[تي]رحّب|رحّب|ترحيب)",
        "he": r"(?<!\w)[ו]?(?:מברכ|מברך|בירכ|בירך|ברכה)",
    },
    "supports": {
        "en": r"\b(?:[Ss]upport|[Ee]ndors)(?:e?s|ed|ing)?\b",
        "ar": r"(?<!\w)[وف]?(?:[تي]ؤيد|أيّ?د|تأييد|[تي]دعم|دعم|المدعوم)",
        "he": r"(?<!\w)[וה]?(?:תומכ|תומך|תמכ|תמך|תמיכה|נתמכ|הנתמכים)",
    },
    "accepts": {
        "en": r"\b[Aa]ccept(?:s|ed|ing|ances?)?\b",
        "ar": r"قبل|قُبل|قبول",
        "he": r"קיבל|מקבל|התקבל|קבל[תה]|הסכמה",
    },
}
# In Arabic "before" is written as "accepted" is, and Hebrew has one verb for what is accepted and what is received.
ALSO_OTHER_WORDS = {"accepts"}
JUDGES = {"en": r"\bfalse(?:ly|hood)?\b", "ar": "غير صحيح|كاذب", "he": r"(?<!\w)(?:כוזב|שקר|שקרי)(?!\w)"}
# A row of the table of docs/neutrality.md that says why one claimant is enough.
ONE_CLAIMANT = re.compile(r"^\| (`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \| (.+) \|$", re.M)
LANGUAGES = ("en", "ar", "he")
# A day or month in a description is one that a text or a plan names: the words before it say so.
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(?:\d+ )?(?:{MONTH}) 20\d\d")
ASKED = re.compile(
    r"(?:[Pp]lanned|[Dd]ue|steps of|principles of|paper of|mechanism of|quantities of|interim one of"
    r"|compiled here up to|\b(?:by|until) \d)"
)
FIGURE = re.compile(r"\d[\d,]*\d")


def maps(value: Any) -> Iterator[dict[str, Any]]:
    """Every map of the file."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from maps(below)


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in three languages."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            yield value
        else:
            for below in value.values():
                yield from texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below)


def standing_texts(value: Any) -> Iterator[dict[str, str]]:
    """The texts without those of retracted records, which stay as they were."""
    if isinstance(value, dict):
        if "retracted" in value:
            return
        if set(value) == set(LANGUAGES):
            yield value
        else:
            for below in value.values():
                yield from standing_texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from standing_texts(below)


def records(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every dated record of the core and of the pillars' sections."""
    owners = document["indicators"] + document["milestones"]
    for owner in owners:
        for table in ("observations", "assessments", "schedule"):
            yield from owner.get(table, [])
    yield from document.get("positions", [])
    for pillar in ("governance", "reconstruction", "demilitarisation"):
        for table in document.get(pillar, {}).values():
            yield from (row for row in table if "date" in row)


@pytest.fixture(params=PLANS, scope="module")
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return PLANS[request.param]


def came(document: dict[str, Any]) -> set[str]:
    """The figures, of three digits and more, of what records count, without those that a text asks for."""
    counts = ("value", "handed_in", "accepted", "rejected", "disputed")
    counted = {str(record[count]) for record in records(document) for count in counts if count in record}
    asked = {str(indicator.get("target")) for indicator in document["indicators"]}
    asked |= set(FIGURE.findall(str([clause["text"]["en"] for clause in document.get("clauses", [])])))
    return {figure for figure in counted - asked if len(figure) >= 3}


def test_no_description_or_gate_tells_what_came_of_it(document: dict[str, Any]) -> None:
    """It stands on every day of the plan, those before the outcome too; what came is told by dated records."""
    assert {"279", "243", "698"} <= came(document) or {"360", "1718"} <= came(document)
    for milestone in document["milestones"]:
        standing = (milestone["description"], *(gate["note"] for gate in milestone.get("gates", [])))
        for sentence in re.split(r"(?<=[.;]) ", " ".join(text["en"] for text in standing)):
            figures = {figure.replace(",", "") for figure in FIGURE.findall(sentence)}
            tells = figures & came(document) or DATE.search(sentence) or "No source" in sentence
            assert not tells or ASKED.search(sentence), f"{milestone['slug']}: {sentence}"


def test_no_name_says_of_one_side_what_it_leaves_unsaid_of_the_other(document: dict[str, Any]) -> None:
    names = [part["name"]["en"] for table in ("milestones", "indicators") for part in document[table]]
    assert not [name for name in names if re.search(r"\bby (?:Hamas|Israel)$", name)]


def test_a_word_of_a_text_that_judges_is_quoted(document: dict[str, Any]) -> None:
    judging = {"en": r"(?<!“)\bterror", "ar": r"(?<!«)(?<!\w)(?:ال)?خالية من الإرهاب", "he": r"(?<!״)\bנקי\w* מטרור"}
    clauses = [clause["text"] for clause in document.get("clauses", [])]
    assert not [text for text in clauses for language in judging if re.search(judging[language], text[language])]


def test_no_page_calls_a_text_agreed() -> None:
    """What a plan's first reading reads was published; whether each party agreed to all of it is told by positions."""
    pages = [(ROOT / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8") for language in ("ar", "he")]
    assert not re.search("agreed text|as it is agreed|النص المتفق عليه|كما اتُّفق عليه", pages[0])
    assert not re.search("הטקסט המוסכם|הנוסח המוסכם|כפי שהוסכם", pages[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_that_nothing_was_reported(document: dict[str, Any], language: str) -> None:
    said = [text[language] for text in standing_texts(document)]
    assert not [text for text in said if re.search(NOTHING_REPORTED[language], text)]


def test_a_denial_is_a_denial_in_every_language_and_no_text_judges(document: dict[str, Any]) -> None:
    for text in standing_texts(document):
        denied = {language: bool(re.search(DENIES[language], text[language])) for language in LANGUAGES}
        assert len(set(denied.values())) == 1, text
        assert not [language for language in LANGUAGES if re.search(JUDGES[language], text[language])], text


@pytest.mark.parametrize("stance", STANCES)
def test_a_stance_is_told_in_every_language_or_in_none(document: dict[str, Any], stance: str) -> None:
    for text in standing_texts(document):
        found = {language: bool(re.search(STANCES[stance][language], text[language])) for language in LANGUAGES}
        assert all(found.values()) or not found["en"], text
        assert not any(found.values()) or found["en"] or stance in ALSO_OTHER_WORDS, text


def test_every_record_has_a_source(document: dict[str, Any]) -> None:
    sources = {source["slug"] for source in document["sources"]}
    assert not [record for record in records(document) if record.get("source") not in sources]


def test_a_figure_that_only_its_claimant_gives_is_reported(document: dict[str, Any]) -> None:
    own = [record for record in records(document) if "its claimant's own" in record.get("note", {}).get("en", "")]
    assert not [record for record in own if record["verification"] != "reported"]


def test_an_indicator_has_two_claimants_or_the_rules_say_why_not() -> None:
    rules = (ROOT / "docs" / "neutrality.md").read_text(encoding="utf-8")
    excused = [slug for slugs, _why in ONE_CLAIMANT.findall(rules) for slug in re.findall("[a-z0-9-]+", slugs)]
    of_one = [
        indicator["slug"]
        for plan in PLANS.values()
        for indicator in plan["indicators"]
        if "measure" not in indicator
        and len({one.get("actor", one["slug"]) for one in indicator.get("series", [])}) < 2
    ]
    assert sorted(of_one) == sorted(excused)


def test_a_derived_figure_is_marked_in_every_language(document: dict[str, Any]) -> None:
    marks = {"en": r"\b[Dd]erived\b", "ar": "مستنتج|استنتاج", "he": "נגזר|מסקנה|הסקה"}
    for record in records(document):
        note = record.get("note", {})
        marked = {language: bool(re.search(marks[language], note.get(language, ""))) for language in marks}
        assert len(set(marked.values())) == 1, note


def test_parties_stand_by_the_alphabet() -> None:
    gaza = PLANS["gaza-phase-two"]
    names = {actor["slug"]: actor["name"]["en"] for actor in gaza["actors"] if actor["kind"] == "party"}
    pair = [slug for slug in names if slug in {"hamas", "israel", "palestinian-authority"}]
    assert pair == sorted(pair)
    for milestone in gaza["milestones"]:
        parties = [slug for slug in milestone.get("responsible", []) if slug in names]
        assert parties == sorted(parties, key=names.__getitem__), milestone["slug"]


def test_deaths_are_counted_in_a_group_of_their_own() -> None:
    gaza = PLANS["gaza-phase-two"]
    toll = {"killed-since-ceasefire", "injured-since-ceasefire", "bodies-recovered", "children-killed"}
    assert {i["pillar"] for i in gaza["indicators"] if i["slug"] in toll} == {"ceasefire"}
    conditions = [
        condition
        for milestone in gaza["milestones"]
        for gate in milestone.get("gates", [])
        for condition in gate["conditions"]
    ]
    assert not [condition for condition in conditions if condition.get("indicator") in toll]


def test_an_allegation_names_both_sides_and_neither_is_alone() -> None:
    incidents = PLANS["gaza-phase-two"]["demilitarisation"]["incidents"]
    against = {row["alleged_against"] for row in incidents}
    assert all(row["alleged_by"] for row in incidents)
    assert {"israel", "hamas"} <= against


@pytest.mark.parametrize("party", ["hamas", "israel"])
def test_what_a_party_supports_stands_beside_what_it_opposes(party: str) -> None:
    standing = [p for p in PLANS["gaza-phase-two"]["positions"] if "retracted" not in p]
    assert {p["stance"] for p in standing if p["actor"] == party} == {"supports", "conditional", "opposes"}


def test_what_is_retracted_says_why(document: dict[str, Any]) -> None:
    retractions = [value["retracted"] for value in maps(document) if "retracted" in value]
    assert retractions
    assert not [one for one in retractions if set(one["reason"]) != set(LANGUAGES)]
