"""Translations: texts are collected by gettext's xgettext, compiled and judged without it.

Only a maintainer who adds texts needs gettext; the compiled files are committed for everyone else.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from tools.environment import ROOT

LANGUAGES = ("ar", "he")  # English is written in the sources
DOMAINS = ("django", "djangojs")  # what Python and templates say, and what scripts do
SOURCES = ("manage.py", "pyproject.toml", "tracker", "pillars", "milestones", "tools", "templates", "static")
OPTIONS = ("--no-obsolete", "--no-wrap", "--add-location", "file", "--ignore", "static/vendor/*")
REMEDY = "Run: python3 dev.py messages"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile("<[^>]*>")
# English is quoted in “ ”, Arabic in « » and with commas of its own, Hebrew in ״ ״; a Hebrew letter is marked by ׳.
STRANGE_MARKS = {
    "en": re.compile('["«»״]'),
    "ar": re.compile('["“”״]|[,;?](?!\\d)'),
    "he": re.compile("[\"“”«»]|(?<=[א-ת])'"),
}


def po_files(root: Path = ROOT) -> list[Path]:
    """Return every language's files of texts, in order."""
    folders = [root / "locale" / language / "LC_MESSAGES" for language in LANGUAGES]
    return [folder / f"{domain}.po" for domain in DOMAINS for folder in folders]


def have_gettext() -> bool:
    return shutil.which("xgettext") is not None


def collect(root: Path = ROOT) -> None:
    """Write the sources' texts into the .po files below root, with their translations kept."""
    (root / "locale").mkdir(exist_ok=True)
    languages = [option for language in LANGUAGES for option in ("--locale", language)]
    for domain in DOMAINS:
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-d", domain, *languages, *OPTIONS, "--verbosity", "0"],
            cwd=root,
            env={**os.environ, "DEBUG": "true"},
            check=True,
        )
    for path in po_files(root):
        if path.exists():
            _tidy(path)


def compile_all(root: Path = ROOT) -> None:
    """Write a .mo file beside each .po file."""
    for path in po_files(root):
        if path.exists():
            path.with_suffix(".mo").write_bytes(polib.pofile(path).to_binary())


def faults(root: Path = ROOT) -> list[str]:
    """Say, a sentence each, what is wrong with the translations; needs no gettext."""
    wrong = []
    for path in po_files(root):
        if not path.exists():
            continue
        where, texts, marks = path.relative_to(root), polib.pofile(path), STRANGE_MARKS[path.parts[-3]]
        wrong += [f"{where}: {entry.msgid!r} is not translated." for entry in texts.untranslated_entries()]
        wrong += [f"{where}: {entry.msgid!r} is marked fuzzy." for entry in texts.fuzzy_entries()]
        forms = _plural_forms(texts)
        for entry in texts.translated_entries():
            if entry.msgid_plural and len(entry.msgstr_plural) != forms:
                wrong.append(f"{where}: {entry.msgid!r} has {len(entry.msgstr_plural)} of {forms} plural forms.")
            if strange := ", ".join(_strange_placeholders(entry)):
                wrong.append(f"{where}: {entry.msgid!r} has no {strange}, but its translation has.")
            if any(marks.search(TAG.sub("", text)) for text in _translations(entry)):
                wrong.append(f"{where}: {entry.msgid!r} is not in the marks of its language: {marks.pattern}")
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != texts.to_binary():
            wrong.append(f"{where}: its compiled file is stale. {REMEDY}")
    return wrong


def uncollected(root: Path = ROOT) -> list[str]:
    """Say which texts the .po files lack, and which they hold in vain; needs gettext."""
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for source in SOURCES:
            if (root / source).is_dir():
                shutil.copytree(root / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
            elif (root / source).exists():
                shutil.copy(root / source, copy / source)
        collect(copy)
        for committed, fresh in zip(po_files(root), po_files(copy), strict=True):
            if fresh.exists() and not committed.exists():
                wrong.append(f"{committed.relative_to(root)} is missing. {REMEDY}")
                continue
            where, known, used = committed.relative_to(root), _keys(committed), _keys(fresh)
            wrong += [f"{where}: {key[1]!r} is missing. {REMEDY}" for key in sorted(used - known)]
            wrong += [f"{where}: {key[1]!r} is used nowhere. {REMEDY}" for key in sorted(known - used)]
    return wrong


def _keys(path: Path) -> set[tuple[str, str, str]]:
    """Return what names each text of a file: its context, itself and its plural."""
    if not path.exists():
        return set()
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in polib.pofile(path)}


def _strange_placeholders(entry: polib.POEntry) -> list[str]:
    """Return the placeholders which only the translation has: filling them in would fail."""
    offered = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    return sorted({mark for text in _translations(entry) for mark in PLACEHOLDER.findall(text)} - offered)


def _translations(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def _plural_forms(texts: polib.POFile) -> int:
    """Return how many plural forms the file's language has: six in Arabic."""
    forms = re.search(r"nplurals=(\d+)", texts.metadata.get("Plural-Forms", ""))
    return int(forms[1]) if forms else 2


def _tidy(path: Path) -> None:
    """Drop the header's dates and blanks, which change at every run; give each plural all its forms."""
    texts = polib.pofile(path, wrapwidth=0)
    texts.header = ""
    texts.metadata_is_fuzzy = False
    kept = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
    texts.metadata = {key: texts.metadata[key] for key in kept if key in texts.metadata}
    texts.metadata["Language"] = path.parts[-3]
    for entry in texts:
        if entry.msgid_plural:  # a new text comes with the two forms of English
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in range(_plural_forms(texts))}
    texts.save()


def main() -> int:
    if have_gettext():
        collect()
    else:
        print("gettext is not installed, so no texts were collected: apt-get install gettext")
    compile_all()
    remaining = faults()
    print("\n".join(remaining) if remaining else "Every text is translated.")
    return 1 if remaining else 0


if __name__ == "__main__":
    sys.exit(main())
