"""A text in one or several of the tracker's languages."""

from collections.abc import Iterator, Mapping

LANGUAGES = ("en", "ar", "he")
_MARKS = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "״": '"', "׳": "'", "’": "'"})


class Text(Mapping[str, str]):
    """An immutable, hashable map from language to words; a plain string is the same as `{en: string}`.

    Languages stand in the order of LANGUAGES, and blank ones are left out, so equal texts are equal objects.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str | Mapping[str, str]) -> None:
        by_language = {"en": words} if isinstance(words, str) else words
        unknown = set(by_language) - set(LANGUAGES)
        if unknown:
            raise ValueError(f"A text's languages are {LANGUAGES}; these are not: {sorted(unknown)}.")
        self._words = tuple((code, by_language[code]) for code in LANGUAGES if by_language.get(code, "").strip())

    def __getitem__(self, language: str) -> str:
        for code, words in self._words:
            if code == language:
                return words
        raise KeyError(language)

    def __iter__(self) -> Iterator[str]:
        return (code for code, _ in self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __hash__(self) -> int:
        return hash(self._words)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Text):
            return self._words == other._words
        return dict(self._words) == other if isinstance(other, Mapping) else NotImplemented

    def __repr__(self) -> str:
        return f"Text({dict(self._words)!r})"

    def unmarked(self) -> dict[str, str]:
        """The words by language, quoted everywhere by the marks of a typewriter."""
        return {code: words.translate(_MARKS) for code, words in self._words}

    def best(self, language: str) -> str:
        """The words in a language, else in the first of LANGUAGES that has any; "" of an empty text."""
        return self.get(language) or next((words for _, words in self._words), "")
