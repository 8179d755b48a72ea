"""Why a text is no YAML or no JSON, in words for those who write plan files, and on which line of it a place stands."""

import json
from collections.abc import Collection, Iterator
from typing import Any

import yaml

from milestones.planfile.faults import Path

Sentences = tuple[tuple[tuple[str, ...], str], ...]
"""Parts of what a parser says, and the sentence for it; the first that fits."""

_ELSEWISE = "this does not fit what stands before it; mind indentation, quotes and brackets"
_OF_ANOTHER_KIND = "this is no plan file but a file of another kind"
_BACKSLASH = "after a backslash in double quotes stands what is no escape; write \\\\ for a backslash"
_NO_VALUE = "no value begins with this character; put the text in quotes, and indent by spaces"

OF_YAML: Sentences = (
    (
        ("YAML document", "YAML directive", "TAG directive"),
        "a plan file needs no line that begins with %; take it away",
    ),
    (("directive",), _OF_ANOTHER_KIND),
    (("alias", "anchor"), "a text that begins with * or & must stand in quotes"),
    (("tag",), "a text that begins with ! must stand in quotes"),
    (("escape character", "escape code", "escape sequence", "hexdecimal"), _BACKSLASH),
    (("indentation space", "violates indentation"), "a tab stands here; indent by spaces"),
    (("block scalar",), "nothing stands after | or > on its line; begin the text on the next, or put it in quotes"),
    (("quoted scalar",), "a text in quotes begins here and does not end; close the quotes"),
    (("document start",), "this stands after the end of what came before; put the whole text in quotes"),
    (("sequence entries",), "a list begins on a line of its own; or put the text in quotes"),
    (("mapping keys",), "a text that begins with ? must stand in quotes"),
    (("mapping values",), "a colon stands inside a text, or the line is indented too far; put the text in quotes"),
    (("flow node",), "a value is wanted here, or the text ends before its brackets do"),
    (("flow sequence", "flow mapping"), "a comma or a closing bracket is wanted here; put a text in quotes"),
    (("node content", "start any token"), _NO_VALUE),
    (("block", "expected ':'"), "this line does not go on as those before it; mind its indentation and quotes"),
)

OF_JSON: Sentences = (
    (("property name",), "a key in double quotes is wanted here, or the text ends before its brackets do"),
    (("trailing comma",), "no comma stands before a closing bracket; take it away"),
    (("':' delimiter",), "a colon is wanted here, between a key and its value"),
    (("',' delimiter",), "a comma or a closing bracket is wanted here"),
    (("Expecting value",), "a value is wanted here: a text in double quotes, a number, true, false, null, [ or {"),
    (("Unterminated",), "a text in quotes begins here and does not end; close the quotes"),
    (("control character",), "a line break or tab stands inside a text; write \\n or \\t for it"),
    (("escape",), _BACKSLASH),
    (("Extra data",), "this stands after the end of the plan file; take it away"),
)


def why_no_yaml(error: yaml.YAMLError, text: str) -> str:
    """The line and column, and what is wrong there."""
    if isinstance(error, yaml.reader.ReaderError):
        # its position counts bytes or characters, by the parser; the first such character is where it stopped
        before = text[: text.find(chr(error.character))]
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        what = f"U+{error.character:04X} stands here, which cannot be printed; take it out, or {_OF_ANOTHER_KIND}"
        return _at(line + 1, column + 1, what)
    problem = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    begins_here = "quoted scalar" in problem and ("end of stream" in problem or "document" in problem)
    mark = getattr(error, "context_mark" if begins_here else "problem_mark", None)
    words = _sentence(OF_YAML, problem)
    return _at(mark.line + 1, mark.column + 1, words) if mark else words


def why_no_json(error: json.JSONDecodeError) -> str:
    """The line and column, and what is wrong there."""
    return _at(error.lineno, error.colno, _sentence(OF_JSON, error.msg))


def _sentence(sentences: Sentences, problem: str) -> str:
    return next((words for parts, words in sentences if any(part in problem for part in parts)), _ELSEWISE)


def _at(line: int, column: int, words: str) -> str:
    return f"line {line}, column {column}: {words}"


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lines_of(source: str | bytes, places: Collection[Path]) -> dict[Path, int]:
    """The line, from 1, of each place in a text that was read without a fault of its syntax.

    A place that is not there, as of what is missing, has the line of the innermost thing that holds it. JSON is read
    as the YAML that it is, but for tabs; the few texts that are JSON alone have no lines.
    """
    text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
    wanted = {place[:length] for place in places for length in range(1, len(place) + 1)}
    try:
        placed = dict(_placed(yaml.compose(text.replace("\t", " "), Loader=LOADER), (), wanted))
    except yaml.YAMLError:
        return {}
    holding = ((place, place[:length]) for place in places for length in range(1, len(place) + 1))
    return {place: placed[known] for place, known in holding if known in placed}


def _placed(node: Any, path: Path, wanted: Collection[Path]) -> Iterator[tuple[Path, int]]:
    """The line of each wanted place: of a value that of its key, of a key that stands twice that of the second."""
    if isinstance(node, yaml.ScalarNode):
        return
    is_map = isinstance(node, yaml.MappingNode)
    for step, (key, value) in enumerate(node.value if is_map else zip(node.value, node.value, strict=True)):
        place = (*path, key.value if is_map else step)
        if place in wanted:
            yield place, key.start_mark.line + 1
            yield from _placed(value, place, wanted)
