"""What `dev.py check` finds."""

import hashlib
from pathlib import Path

import pytest

from tools import checks
from tools.checks import Outcome, Result


@pytest.fixture
def vendored(tmp_path: Path) -> Path:
    (tmp_path / "rubik").mkdir()
    (tmp_path / "rubik" / "latin.woff2").write_bytes(b"font")
    (tmp_path / "vendor.json").write_text("{}")
    return tmp_path


def manifest(path: str, content: bytes) -> dict[str, list[dict[str, str]]]:
    return {"files": [{"path": path, "sha256": hashlib.sha256(content).hexdigest()}]}


def test_vendored_files_as_listed_are_right(vendored: Path) -> None:
    assert checks.vendoring_faults(vendored, manifest("rubik/latin.woff2", b"font")) == []


def test_a_changed_vendored_file_is_named(vendored: Path) -> None:
    assert checks.vendoring_faults(vendored, manifest("rubik/latin.woff2", b"other")) == [
        "rubik/latin.woff2 is not the file that was vendored."
    ]


def test_files_on_one_side_only_are_named(vendored: Path) -> None:
    assert checks.vendoring_faults(vendored, manifest("htmx/htmx.js", b"")) == [
        "rubik/latin.woff2 is not in the manifest.",
        "htmx/htmx.js is in the manifest only.",
    ]


def test_a_command_that_fails_shows_what_it_said() -> None:
    outcome = checks.command("-c", "import sys; print('line 3 is wrong'); sys.exit(1)")
    assert outcome == Outcome(Result.FAILED, "line 3 is wrong")


def test_one_failed_check_fails_all_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        checks,
        "CHECKS",
        {
            "lint": lambda: Outcome(Result.OK),
            "types": lambda: Outcome(Result.FAILED, "a word"),
            "texts": lambda: Outcome(Result.SKIPPED, "no gettext"),
        },
    )
    assert checks.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Checks that failed: types"


def test_a_skipped_check_is_said_and_does_not_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"texts": lambda: Outcome(Result.SKIPPED, "no gettext")})
    assert checks.main() == 0
    assert "SKIPPED" in capsys.readouterr().out


def test_the_production_environment_keeps_a_developers_settings_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "true")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.sqlite3")
    environment = checks.production_environment()
    assert "DEBUG" not in environment
    assert "DATABASE_URL" not in environment
    assert environment["SECRET_KEY"] != checks.production_environment()["SECRET_KEY"]
