"""Texts of the libraries in the languages that the libraries lack."""

import json
import re
from pathlib import Path

import axes
import django
import pytest
import rest_framework
from django.contrib.admin import site
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from tools import borrowed_texts

LIBRARIES = {"OF_THE_ADMIN": (django, "contrib"), "OF_LOGGING_IN": (axes, ""), "OF_THE_API": (rest_framework, "")}


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("name", LIBRARIES)
def test_they_are_translated(name: str, language: str) -> None:
    with translation.override(language):
        assert [text for text in getattr(borrowed_texts, name) if gettext(text) == text] == []


@pytest.mark.parametrize("language", ["ar", "he"])
def test_what_was_changed_is_not_called_added(language: str) -> None:
    texts = [f"The {{name}} “{{obj}}” was {what} successfully." for what in ("added", "changed")]
    with translation.override(language):
        assert len({gettext(text) for text in texts}) == 2


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_admins_scripts_say_nothing_in_english(language: str, rf: RequestFactory) -> None:
    folder = Path(django.__file__).parent / "contrib/admin/static/admin/js"
    scripts = (path for path in folder.glob("*.js") if path.name != "calendar.js")  # which names days that none shows
    written = "\n".join(path.read_text() for path in scripts)
    texts = {text for _quote, text in re.findall(r"""gettext\(\s*(['"])(.+?)\1""", written)}
    with translation.override(language):
        told = site.i18n_javascript(rf.get("/")).content.decode()
    assert "Choose all %s" in texts
    assert [text for text in sorted(texts) if f"{json.dumps(text)}: " not in told] == []


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("length", [1, 2, 8, 12, 20])
def test_a_password_that_is_too_short_is_told_in_the_language_of_the_page(language: str, length: int) -> None:
    with translation.override(language):
        told = MinimumLengthValidator(length).get_error_message()
    assert str(length) in told
    assert re.findall("[A-Za-z]", told) == []


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_library_still_says_them(name: str) -> None:
    library, below = LIBRARIES[name]
    folder = Path(library.__file__).parent / below
    written = "\n".join(
        path.read_text() for path in folder.rglob("*") if path.suffix in (".py", ".html") and path.is_file()
    )
    written = re.sub(r'"\s*\n\s*"', "", written)  # of a text in several pieces
    texts = [re.sub(r"%\((\w+)\)s", r"{{\1}}", text) for text in getattr(borrowed_texts, name)]
    assert [text for text in texts if text not in written] == []
