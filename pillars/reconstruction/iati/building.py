"""Elements of an activity, in the standard's order."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from lxml import etree

from pillars.reconstruction.iati.codes import LANG, LANGUAGES


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A child; `_` in the names of its attributes is a hyphen."""
    return etree.SubElement(parent, name, {key.replace("_", "-"): value for key, value in attributes.items()})


def narratives(parent: etree._Element, texts: Mapping[str, str]) -> None:
    """A narrative for each language that has a text; the activity's own language, English, goes unsaid."""
    for language in LANGUAGES:
        if texts.get(language):
            narrative = etree.SubElement(parent, "narrative")
            narrative.text = texts[language]
            if language != "en":
                narrative.set(LANG, language)


def texts_of(row: object, field: str) -> dict[str, str]:
    """A translated text of a row, by language."""
    return {language: getattr(row, f"{field}_{language}") or "" for language in LANGUAGES}


def organisation(
    parent: etree._Element, name: str, reference: str, texts: Mapping[str, str], **attributes: str
) -> etree._Element:
    """An organisation with its identifier, where it has one, and its names."""
    found = add(parent, name, **({"ref": reference} if reference else {}), **attributes)
    narratives(found, texts)
    return found


def plain(amount: Decimal) -> str:
    """A number as XML writes it."""
    return format(amount, "f")


def dates(parent: etree._Element, found: Iterable[tuple[str, dt.date | None]]) -> int:
    """The activity's dates by their types; how many there are."""
    given = [(kind, day) for kind, day in found if day is not None]
    for kind, day in given:
        etree.SubElement(parent, "activity-date", {"iso-date": day.isoformat(), "type": kind})
    return len(given)
