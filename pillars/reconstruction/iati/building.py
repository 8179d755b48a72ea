"""Elements of an activity, in the standard's order."""

from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from milestones.planfile.text import LANGUAGES
from pillars.reconstruction.iati.codes import LANG


def add(parent: etree._Element, name: str, **attributes: object) -> etree._Element:
    """A child; `_` in the names of its attributes is a hyphen, and empty ones are left out."""
    given = {key.replace("_", "-"): str(value) for key, value in attributes.items() if value != ""}
    return etree.SubElement(parent, name, given)


def named(parent: etree._Element, name: str, texts: Mapping[str, str], **attributes: object) -> etree._Element:
    """A child with a narrative for each language that has a text; the activity's own language goes unsaid."""
    child = add(parent, name, **attributes)
    for language in LANGUAGES:
        if texts.get(language):
            narrative = add(child, "narrative")
            narrative.text = texts[language]
            if language != "en":
                narrative.set(LANG, language)
    return child


def texts_of(row: object, field: str) -> dict[str, str]:
    """A translated text of a row, by language."""
    return {language: getattr(row, f"{field}_{language}") or "" for language in LANGUAGES}


def organisation(parent: etree._Element, name: str, row: object, **attributes: object) -> None:
    """An organisation with its identifier, where it has one, and its names."""
    named(parent, name, texts_of(row, "name"), ref=getattr(row, "iati_ref", ""), **attributes)


def plain(amount: Decimal) -> str:
    """A number as XML writes it."""
    return format(amount, "f")
