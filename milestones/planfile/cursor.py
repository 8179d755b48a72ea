"""A map of the document while it is read: its path, its faults, and the template's area if it is repeated."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from milestones.planfile.entry import Entry
from milestones.planfile.faults import Path, Reference, Refused, Report, shortened
from milestones.planfile.text import LANGUAGES, Text
from milestones.planfile.values import Reader, as_printable, as_slug, described, wrong_type

T = TypeVar("T")

UNNAMED = Text("-")
"""Stands in for a name that is missing, so that reading can go on to the other faults."""


class Cursor:
    """Reads the keys of one map. What cannot be read is reported, and the absent value or a stand-in returned."""

    def __init__(self, raw: dict[str, object], path: Path, report: Report, area: Entry | None = None) -> None:
        self.raw, self.path, self.report, self.area = raw, path, report, area

    def has(self, key: str) -> bool:
        """Whether the key is there with a value; null says nothing."""
        return self.raw.get(key) is not None

    def error(self, key: str | None, code: str, message: str, /, **params: str | int) -> None:
        """Report a fault of a key, or of the whole map."""
        self.report.error(self.path if key is None else (*self.path, key), code, message, **params)

    def check_keys(self, known: Collection[str]) -> None:
        """Refuse every other key."""
        for key in self.raw:
            if key not in known:
                self.error(key, "unknown_key", f"unknown key{self.report.hint(key, known)}", key=shortened(key))

    def get(self, key: str, read: Reader[T | None]) -> T | None:
        """The key's value, or None if it is absent or cannot be read."""
        value = self.raw.get(key)
        if value is None:
            return None
        try:
            return read(value)
        except Refused as refused:
            self.report.refuse((*self.path, key), refused)
            return None

    def get_or(self, key: str, read: Reader[T | None], default: T) -> T:
        """The key's value, or its default."""
        value = self.get(key, read)
        return default if value is None else value

    def need(self, key: str, read: Reader[T | None], stand_in: T) -> T:
        """The value of a key that must be there."""
        value = self.get(key, read)
        if value is not None:
            return value
        if not self.report.is_replaced((*self.path, key)):
            self.missing(key)
        return stand_in

    def missing(self, key: str) -> None:
        """Report that a key must be there."""
        self.error(key, "missing", "this is missing", key=key)

    def slug(self, value: object) -> str:
        """A slug, in which a template's `{area}` has become the area's."""
        if self.area is not None and isinstance(value, str):
            value = value.replace("{area}", self.area.slug)
        return as_slug(value)

    def text(self, value: object, most: int | None = None) -> Text | None:
        """A text in one or more languages, in which a template's `{area_name}` has become the area's name."""
        by_language = {"en": value} if isinstance(value, str) else value
        if not isinstance(by_language, dict):
            raise wrong_type("a text, or a map of texts by language (in quotes, if this is one)", value)
        words: dict[str, str] = {}
        for language, text in by_language.items():
            if language not in LANGUAGES:
                message = f"there is no language {described(language)} here; a text is in {', '.join(LANGUAGES)}"
                raise Refused("unknown_language", message, found=shortened(language))
            if text is not None and not isinstance(text, str):
                raise wrong_type(f"a text (for {language})", text)
            if text is not None:
                words[language] = as_printable(self.named(text, language), most)
        return Text(words) or None

    def named(self, words: str, language: str) -> str:
        """The words with the template's area put in."""
        return words if self.area is None else words.replace("{area_name}", self.area.name.best(language))

    def refer(self, key: str, kind: str) -> str | None:
        """A slug that names an entry of a kind, to be looked up when all is read."""
        slug = self.get(key, self.slug)
        if slug is not None:
            self.report.references.append(Reference((*self.path, key), kind, slug))
        return slug

    def items(self, key: str) -> Iterator[tuple[Path, object]]:
        """The entries of a list with their paths, until no more faults are told; none if the key is absent."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, list):
            self.report.refuse((*self.path, key), wrong_type("a list", value))
            return
        for index, item in enumerate(value or ()):
            if self.report.is_full:
                return
            yield (*self.path, key, index), item

    def slugs(self, key: str, kind: str | None = None) -> tuple[str, ...]:
        """The slugs in a list, each once; of a kind, if they are to be looked up."""
        slugs: list[str] = []
        for path, item in self.items(key):
            try:
                slug = self.slug(item)
            except Refused as refused:
                self.report.refuse(path, refused)
                slugs.append("")
                continue
            if slug in slugs:
                self.report.error(path, "duplicate", f'"{slug}" is named twice', slug=slug)
            elif kind is not None:
                self.report.references.append(Reference(path, kind, slug))
            slugs.append(slug)
        return tuple(slugs)

    def below(self, raw: object, path: Path) -> "Cursor":
        """A cursor over a map further in; if it is none, that is reported, and all read from it are stand-ins."""
        if isinstance(raw, dict):
            return Cursor(raw, path, self.report, self.area)
        self.report.refuse(path, wrong_type("a map", raw))
        return Cursor({}, path, Report(), self.area)

    def inside(self, key: str, read: Callable[["Cursor"], T]) -> T | None:
        """What is read from the map under a key; None if it is absent."""
        return read(self.below(self.raw[key], (*self.path, key))) if self.has(key) else None
