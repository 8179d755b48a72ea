"""Writing a document as YAML that people like to read: short maps in one line, long texts folded, no aliases."""

import re

import yaml

from milestones.planfile.entry import Document
from milestones.planfile.write import as_mapping

WIDTH = 110
_FLOW_WIDTH = 88
_IN_BLOCKS = ("milestones", "indicators")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TAG = "tag:yaml.org,2002:"


class _Emitter(yaml.SafeDumper):
    """Quotes what this format or common YAML readers would not take for a string; writes dates bare."""


# Readers of YAML 1.2, and this package, take 1e3 for a number.
_Emitter.add_implicit_resolver(
    _TAG + "float", re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z"), list("-+.0123456789")
)


def dump(document: Document) -> str:
    """The document as YAML; parsing it gives an equal document."""
    root, _ = _map(as_mapping(document))
    root.flow_style = False
    for key, value in root.value:
        if isinstance(value, yaml.SequenceNode):
            value.flow_style = value.flow_style and not value.value
        if key.value in _IN_BLOCKS:
            for entry in value.value:
                entry.flow_style = False
    return str(yaml.serialize(root, Dumper=_Emitter, allow_unicode=True, width=WIDTH))


def _node(value: object) -> tuple[yaml.Node, int]:
    """The value as a node, and the columns that it takes in one line."""
    if isinstance(value, dict):
        return _map(value)
    if isinstance(value, list):
        items = [_node(item) for item in value]
        columns = 2 + sum(width + 2 for _, width in items)
        return yaml.SequenceNode(_TAG + "seq", [item for item, _ in items], flow_style=_fits(columns)), columns
    node = _scalar(value)
    return node, len(node.value) if node.style is None else _FLOW_WIDTH + 1


def _map(value: dict[str, object]) -> tuple[yaml.MappingNode, int]:
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    columns = 2
    for key, inner in value.items():
        node, width = _node(inner)
        pairs.append((_scalar(key), node))
        columns += len(key) + width + 4
    return yaml.MappingNode(_TAG + "map", pairs, flow_style=_fits(columns)), columns


def _fits(columns: int) -> bool:
    return columns <= _FLOW_WIDTH


def _scalar(value: object) -> yaml.ScalarNode:
    """A scalar; a text of several lines takes a style that keeps them."""
    if value is None or isinstance(value, bool):
        word = {None: "null", True: "true", False: "false"}[value]
        return yaml.ScalarNode(_TAG + ("null" if value is None else "bool"), word)
    if isinstance(value, int):
        return yaml.ScalarNode(_TAG + "int", str(value))
    words = str(value)
    if _DATE.fullmatch(words):
        return yaml.ScalarNode(_TAG + "timestamp", words)
    return yaml.ScalarNode(_TAG + "str", words, style="|" if "\n" in words else None)
