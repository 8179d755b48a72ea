"""Which language a text is in, told by its letters: names and records come in any, and stand on pages of three."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi

LETTERS = {
    "ar": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "en": re.compile("[A-Za-z\u00c0-\u024f]"),
}
"""A text in Latin letters is taken for English, in which a plan is first written."""
ISOLATES = {"ar": "\u2067", "he": "\u2067", "en": "\u2066", "": "\u2068"}
"""From right to left, from left to right, and whichever way the text itself says."""
SAME_LETTERS = str.maketrans(
    "\u0649\u0629\u0671\u05da\u05dd\u05df\u05e3\u05e5", "\u064a\u0647\u0627\u05db\u05de\u05e0\u05e4\u05e6", "\u0640"
)
"""Letters that readers type for one another; the stretching tatweel is none."""
POP_DIRECTIONAL_ISOLATE = "\u2069"


def language_of(text: str) -> str:
    """`ar` or `he` where the text has letters of theirs, else `en`; empty where it has no letter."""
    return next((language for language, letters in LETTERS.items() if letters.search(text)), "")


def in_own_direction(text: object, language: str = "") -> SafeString:
    """A text as HTML that keeps its own direction, and says its language where that is not the page's.

    `language` is the text's where it is known. A text that begins with a foreign name would else run the wrong way.
    """
    told = text if isinstance(text, SafeString) else str(text)
    return _in_own_direction(told, language, get_language())


@lru_cache(2048, typed=True)  # what is HTML already is another text than its letters
def _in_own_direction(text: str, language: str, spoken_here: str | None) -> SafeString:
    own = language_of(text)
    direction = "ltr" if own == "en" else "rtl"
    spoken = language or own
    if not own or own == spoken == spoken_here == "en":
        return format_html("<bdi>{}</bdi>", text)
    if spoken == spoken_here:
        return format_html('<bdi dir="{}">{}</bdi>', direction, text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', spoken, direction, text)


def kept_apart(text: str) -> str:
    """A text so that its letters and digits do not reorder the plain sentence that it stands in."""
    return f"{ISOLATES[language_of(text)]}{text}{POP_DIRECTIONAL_ISOLATE}"


def isolated(name: object) -> str:
    """The name so that its letters and digits do not reorder a sentence written from right to left."""
    return kept_apart(str(name)) if get_language_bidi() else str(name)


def isolated_words(words: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence names, each text of it isolated."""
    return {name: isolated(text) if isinstance(text, str) else text for name, text in words.items()}


def folded(text: str) -> str:
    """A text for comparing what is sought: without case, vowel signs and marks, and letters that have several forms.

    Alef with hamza or madda is alef, alef maqsura is yeh, teh marbuta is heh, and a Hebrew letter at a word's end is
    that letter.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(SAME_LETTERS)
