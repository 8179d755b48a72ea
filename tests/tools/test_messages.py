"""What is found wrong with translations."""

from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one text, translated into each language and compiled."""
    for path in messages.po_files(tmp_path):
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = polib.POFile()
        texts.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        texts.append(polib.POEntry(msgid="%(count)s milestones", msgstr="%(count)s"))
        texts.save(path)
    messages.compile_all(tmp_path)
    return tmp_path


def change(project: Path, **values: object) -> None:
    """Change the one Arabic entry and compile it."""
    path = messages.po_files(project)[0]
    texts = polib.pofile(path)
    for name, value in values.items():
        setattr(texts[0], name, value)
    texts.save()
    messages.compile_all(project)


def test_a_complete_translation_has_no_fault(project: Path) -> None:
    assert messages.faults(project) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"msgstr": ""}, "is not translated."),
        ({"flags": ["fuzzy"]}, "is marked fuzzy."),
        ({"msgstr": "%(total)s"}, "has no %(total)s, but its translation has."),
        ({"msgstr": "“%(count)s”"}, 'is not in the marks of its language: ["“”״]|[,;?](?!\\d)'),
    ],
)
def test_a_faulty_translation_is_named(project: Path, values: dict[str, object], said: str) -> None:
    change(project, **values)
    (fault,) = messages.faults(project)
    assert fault.startswith("locale/ar/LC_MESSAGES/django.po: '%(count)s milestones'")
    assert fault.endswith(said)


def test_a_plural_without_all_its_forms_is_named(project: Path) -> None:
    path = messages.po_files(project)[0]
    texts = polib.pofile(path)
    texts.metadata["Plural-Forms"] = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : 5;"
    texts[0].msgid_plural, texts[0].msgstr_plural = "%(count)s milestones", {0: "أ", 1: "ب"}
    texts.save()
    messages.compile_all(project)
    assert messages.faults(project) == [
        "locale/ar/LC_MESSAGES/django.po: '%(count)s milestones' has 2 of 6 plural forms."
    ]


@pytest.mark.skipif(not messages.have_gettext(), reason="gettext is not installed")
def test_a_new_plural_has_the_languages_own_number_of_forms(tmp_path: Path) -> None:
    for source in ("manage.py", "pyproject.toml", "tracker", "milestones"):
        (tmp_path / source).symlink_to(messages.ROOT / source)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}{% blocktranslate count n=3 %}{{ n }} gate{% plural %}{{ n }} gates{% endblocktranslate %}"
    )
    messages.collect(tmp_path)
    gate = polib.pofile(messages.po_files(tmp_path)[0]).find("%(n)s gate")
    assert list(gate.msgstr_plural) == [0, 1, 2, 3, 4, 5]


def test_a_translation_that_was_not_compiled_is_named(project: Path) -> None:
    path = messages.po_files(project)[1]
    path.write_text(path.read_text().replace('msgstr "%(count)s"', 'msgstr "%(count)s אבני דרך"'))
    assert messages.faults(project) == [
        "locale/he/LC_MESSAGES/django.po: its compiled file is stale. Run: python3 dev.py messages"
    ]


@pytest.mark.skipif(not messages.have_gettext(), reason="gettext is not installed")
def test_a_text_that_nobody_collected_is_named(project: Path) -> None:
    for source in ("manage.py", "pyproject.toml", "tracker", "pillars", "milestones", "tools"):
        (project / source).symlink_to(messages.ROOT / source)
    (project / "templates").mkdir()
    (project / "templates" / "page.html").write_text('{% load i18n %}{% translate "Held up by" %}')
    found = messages.uncollected(project)
    assert "locale/ar/LC_MESSAGES/django.po: 'Held up by' is missing. Run: python3 dev.py messages" in found
    assert (
        "locale/ar/LC_MESSAGES/django.po: '%(count)s milestones' is used nowhere. Run: python3 dev.py messages" in found
    )
