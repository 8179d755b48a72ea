"""Activities as XML: read without trust, and checked against the standard's schema where it is at hand.

No entity is resolved, no document type taken, nothing fetched, and no tree beyond the parser's own limits built.
"""

from pathlib import Path

from lxml import etree

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
