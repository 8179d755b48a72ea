"""YAML as plain data: from the parser's events, so that nothing is guessed and nothing is built unasked.

Only `true` and `false` are booleans and only null, `~` and nothing are null; dates stay strings; numbers are
exact. Aliases are refused (a few lines of them can stand for billions of values), and so are tags.
"""

import re
from collections.abc import Iterator

import yaml

from milestones.planfile.faults import Path, Refused, Report, shortened
from milestones.planfile.limits import MOST_DEPTH, MOST_VALUES
from milestones.planfile.plain_data import duplicate_key, exact_number, too_deep, too_many
from milestones.planfile.syntax_words import why_no_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")


def read_yaml(text: str, report: Report) -> object:
    """The document's plain data; raises Refused where the text is no YAML document at all."""
    try:
        return _Builder(report).document(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.YAMLError as error:
        if "nesting depth" in str(error):  # the parser's own limit, past ours, met before the first event
            raise too_deep() from error
        raise Refused("bad_yaml", f"this is not valid YAML: {why_no_yaml(error, text)}") from error


class _Frame:
    """A list or map that is still open; `key` waits for its value."""

    __slots__ = ("holder", "key")

    def __init__(self, holder: dict[str, object] | list[object]) -> None:
        self.holder = holder
        self.key: str | None = None


class _Builder:
    """Builds plain data from events; a stack of open lists and maps takes the place of recursion."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.frames: list[_Frame] = []
        self.root: object = None

    def document(self, events: Iterator[yaml.Event]) -> object:
        """The only document's data."""
        documents = 0
        for count, event in enumerate(events):
            if count > 2 * MOST_VALUES:
                raise too_many()
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Refused("several_documents", f"a second document begins{_line(event)}; give one")
            elif isinstance(event, yaml.AliasEvent):
                name = shortened(str(event.anchor))
                raise Refused(
                    "alias",
                    f"the alias *{name} stands{_line(event)}; write out what it stands for, or put a text in quotes",
                )
            elif isinstance(event, yaml.CollectionEndEvent):
                self.frames.pop()
                if self.frames:
                    self.frames[-1].key = None
            elif isinstance(event, yaml.NodeEvent):
                self.node(event)
        return self.root

    def node(self, event: yaml.NodeEvent) -> None:
        """Take a node as a map's next key, or put it where it belongs."""
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.holder, dict) and frame.key is None:
            self.take_key(frame, frame.holder, event)
            return
        value = _value(event)
        if frame is None:
            self.root = value
        elif isinstance(frame.holder, list):
            frame.holder.append(value)
        elif frame.key is not None:
            frame.holder[frame.key] = value
        if isinstance(value, dict | list):
            self.frames.append(_Frame(value))
            if len(self.frames) > MOST_DEPTH:
                raise too_deep()
        elif frame is not None:
            frame.key = None

    def take_key(self, frame: _Frame, holder: dict[str, object], event: yaml.NodeEvent) -> None:
        """A key is the text of its scalar, whatever it looks like: `on` and 2026 are keys as they stand."""
        if not isinstance(event, yaml.ScalarEvent):
            raise Refused("wrong_type", f"a key must be a string; a list or map stands for one{_line(event)}")
        frame.key = str(event.value)
        if frame.key in holder:
            duplicate_key(self.report, self.path())

    def path(self) -> Path:
        """Where the builder stands: the waiting key of each open map, the last index of each open list."""
        return tuple(
            frame.key or "" if isinstance(frame.holder, dict) else len(frame.holder) - 1 for frame in self.frames
        )


def _value(event: yaml.NodeEvent) -> object:
    """A scalar's value, or an empty list or map to be filled."""
    tag = getattr(event, "tag", None)
    if tag is not None and tag not in _STRING_TAGS:
        named = shortened(tag)
        raise Refused("tag", f"the tag {named} stands{_line(event)}; a plan file has none", tag=named)
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    if isinstance(event, yaml.MappingStartEvent):
        return {}
    if not isinstance(event, yaml.ScalarEvent):
        raise AssertionError(f"A node is a scalar, a list or a map, not {event}.")
    words = str(event.value)
    if not event.implicit[0] or tag is not None:
        return words
    if words in _WORDS:
        return _WORDS[words]
    return exact_number(words) if _NUMBER.fullmatch(words) else words


def _line(event: yaml.Event) -> str:
    return f" on line {event.start_mark.line + 1}" if event.start_mark else ""
