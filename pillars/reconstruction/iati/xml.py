"""Activities as XML: read without trust, checked against the standard's schema where it is at hand, and built.

No entity is resolved, no document type taken, nothing fetched, and no tree beyond the parser's own limits built.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from lxml import etree

from milestones.planfile.text import LANGUAGES
from pillars.reconstruction.iati.codes import LANG

MOST_BYTES = 32 * 1024 * 1024
MOST_TAGS = 2_000_000
"""A tree takes thirty times the room of its shortest tags."""
SCHEMA = "iati-activities-schema.xsd"
MOST_FAULTS = 20


class IatiError(ValueError):
    """A file that is not taken; the message says why, in whole sentences."""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def read_tree(content: bytes) -> etree._ElementTree:
    """The document; raises IatiError for what is too large, no XML, or carries a document type."""
    if len(content) > MOST_BYTES:
        raise IatiError(f"The file is larger than {MOST_BYTES // 1024 // 1024} MiB.")
    if content.count(b"<") > MOST_TAGS:
        raise IatiError(f"The file has more than {MOST_TAGS:,} tags. Divide it.")
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise IatiError(f"The file is no XML that can be read: {error.msg}.") from error
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise IatiError("The file declares a document type, which an activity file never needs. Remove it.")
    return tree


def check_tree(tree: etree._ElementTree, schema_dir: str) -> bool:
    """Whether the tree was checked: False where no schema is at hand. Raises IatiError with its faults."""
    if not schema_dir:
        return False
    path = Path(schema_dir) / SCHEMA
    if not path.is_file():
        raise IatiError(f"IATI_SCHEMA_DIR has no file {SCHEMA}.")
    schema = etree.XMLSchema(etree.parse(path, _parser()))
    if not schema.validate(tree):
        faults = [f"line {fault.line}: {fault.message}" for fault in list(schema.error_log)[:MOST_FAULTS]]
        raise IatiError("The standard's schema refuses the file:\n" + "\n".join(faults))
    return True


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
