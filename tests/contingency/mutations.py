"""Changes to plan files whose effect a law of the method foretells. None changes the document that it is given."""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta
from typing import Any

from .oracle_records import Known, instant_of, listed, recorded_at

Raw = dict[str, Any]
Places = dict[str, list[tuple[int, list[int]]]]

# An instant before every `known_at` that is drawn.
LONG_KNOWN = "2000-01-01T00:00:00Z"


def by_slug(document: Raw, slug: str, kind: str = "milestones") -> Raw:
    return next(entry for entry in document[kind] if entry["slug"] == slug)


def day_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def stands(group: Raw, reading: str | None) -> bool:
    return "readings" not in group or reading in group["readings"]


def is_gate(group: Raw) -> bool:
    return group.get("force", "gates") == "gates"


# Order


def reordered(document: Raw, rng: random.Random) -> tuple[Raw, Places]:
    """The plan with milestones, indicators, groups, conditions and records in another order; revisions of one
    date keep theirs.

    The places: by milestone and in the new order, where each group stood, and where each of its conditions did.
    """
    document = copy.deepcopy(document)
    places: Places = {}
    for milestone in document["milestones"]:
        groups = list(enumerate(milestone["gates"]))
        rng.shuffle(groups)
        milestone["gates"] = [group for _, group in groups]
        places[milestone["slug"]] = [(place, shuffle_conditions(group, rng)) for place, group in groups]
        rng.shuffle(milestone["assessments"])
        milestone["schedule"] = shuffled_revisions(milestone.get("schedule", []), rng)
        for raw, field in [(milestone, "withdrawn"), *((group, "waived") for _, group in groups)]:
            if isinstance(raw.get(field), list):
                rng.shuffle(raw[field])
    for indicator in document["indicators"]:
        rng.shuffle(indicator["observations"])
    rng.shuffle(document["milestones"])
    rng.shuffle(document["indicators"])
    return document, places


def shuffle_conditions(group: Raw, rng: random.Random) -> list[int]:
    places = list(range(len(group["conditions"])))
    rng.shuffle(places)
    group["conditions"] = [group["conditions"][place] for place in places]
    return places


def shuffled_revisions(revisions: list[Raw], rng: random.Random) -> list[Raw]:
    dates = list({revision["date"] for revision in revisions})
    rng.shuffle(dates)
    return [revision for day in dates for revision in revisions if revision["date"] == day]


# Names


def renamed(document: Raw) -> tuple[Raw, dict[str, str]]:
    """The plan with the alphabet of its milestones, indicators and pillars turned round; new names by the old."""
    names: dict[str, str] = {}
    for kind in ("milestones", "indicators", "pillars"):
        slugs = sorted(entry["slug"] for entry in document[kind])
        names |= dict(zip(slugs, reversed(slugs), strict=True))
    return with_names(document, names), names


def with_names(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        named = ("slug", "milestone", "after", "indicator", "pillar")
        return {
            key: names.get(inner, inner) if key in named and isinstance(inner, str) else with_names(inner, names)
            for key, inner in value.items()
        }
    return [with_names(inner, names) for inner in value] if isinstance(value, list) else value


# Records


def with_assessment(document: Raw, slug: str, on: str, level: str) -> Raw:
    """The plan where a verified assessment dated `on`, known, stands in place of any others of that day."""
    document = copy.deepcopy(document)
    milestone = by_slug(document, slug)
    others = [raw for raw in milestone["assessments"] if raw["date"] != on]
    assumed = {"date": on, "level": level, "verification": "verified", "source": "s1", "recorded": LONG_KNOWN}
    milestone["assessments"] = [*others, assumed]
    return document


def newest_that_counts(milestone: Raw, on: str, known_at: str | None) -> int | None:
    """The place of the newest assessment that counts, by (date, recorded)."""
    known = Known(instant_of(known_at) if known_at else None)
    counting = [
        ((raw["date"], recorded_at(raw)), place)
        for place, raw in enumerate(milestone["assessments"])
        if raw["date"] <= on and raw.get("verification") != "disputed" and known.graded([raw], lambda _: 0)
    ]
    return max(counting)[1] if counting else None


def with_newest(document: Raw, slug: str, place: int, **fields: str) -> Raw:
    """The plan where one assessment of a milestone has other fields."""
    document = copy.deepcopy(document)
    by_slug(document, slug)["assessments"][place].update(fields)
    return document


def with_waiver(document: Raw, slug: str, place: int, day: str) -> Raw:
    """The plan where a group (by its place among all of the milestone's) is waived from a day on, known."""
    document = copy.deepcopy(document)
    group = by_slug(document, slug)["gates"][place]
    waiver = {"date": day, "source": "s1", "recorded": LONG_KNOWN}
    group["waived"] = [*listed(group.get("waived")), waiver]
    return document


# What is not known, or not yet


def with_unseen(document: Raw, on: str, known_at: str | None, rng: random.Random) -> Raw:
    """The plan with a record more, or a retraction or an end, which does not count on that day."""
    document = copy.deepcopy(document)
    milestone = rng.choice(document["milestones"])
    choices = [
        (milestone.setdefault("assessments", []), {"level": rng.choice(("not_initiated", "complete"))}),
        (rng.choice(document["indicators"])["observations"], {"value": rng.choice((0, 7, 1000))}),
        (milestone.setdefault("schedule", []), {"due": day_after(on, rng.randint(-9, 9))}),
    ]
    records, fields = rng.choice(choices)
    if "due" not in fields:
        fields["verification"] = rng.choice(("reported", "verified"))
    kind = rng.choice(("record", "spell", "end", "retraction"))
    unseen = unseen_record(on, known_at, rng)
    if kind == "record":
        records.append({**unseen, **fields})
    elif kind == "spell":
        raw, field = rng.choice([(milestone, "withdrawn"), *((g, "waived") for g in milestone["gates"])])
        raw[field] = [*listed(raw.get(field)), unseen]
    elif kind == "end":
        end_spells(milestone, unseen)
    elif known_at is not None and "due" not in fields:
        for raw in records:
            raw.setdefault("retracted", moments_after(known_at))
    return document


def unseen_record(on: str, known_at: str | None, rng: random.Random) -> Raw:
    """A record dated after `on`; or one that becomes known after `known_at`."""
    if known_at is None or rng.random() < 0.5:
        return {"date": day_after(on, rng.choice((1, 30))), "source": "s1", "recorded": LONG_KNOWN}
    return {"date": day_after(on, -rng.choice((0, 1, 50))), "source": "s1", "recorded": moments_after(known_at)}


def end_spells(milestone: Raw, end: Raw) -> None:
    for raw, field in [(milestone, "withdrawn"), *((group, "waived") for group in milestone["gates"])]:
        for spell in listed(raw.get(field)):
            if spell["date"] <= end["date"]:
                spell.setdefault("ended", end)


def moments_after(instant: str) -> str:
    return (instant_of(instant) + timedelta(seconds=1)).isoformat()


# Force


def without_informing(document: Raw) -> Raw:
    document = copy.deepcopy(document)
    for milestone in document["milestones"]:
        milestone["gates"] = [group for group in milestone["gates"] if is_gate(group)]
    return document
