"""How the two passes of the suite are told apart and counted."""

from pathlib import Path

import pytest

from tools import suite
from tools.suite import Counts


def test_counts_of_both_passes_add_up() -> None:
    total = Counts(passed=3, skipped=1) + Counts(passed=2, failed=1)
    assert str(total) == "5 passed, 1 failed, 1 skipped"


def test_a_report_of_pytest_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10">'
        "</testsuite></testsuites>"
    )
    assert suite.read_counts(report) == Counts(passed=4, failed=3, skipped=3)


def test_a_persons_own_database_and_broker_stay_out_of_the_tests() -> None:
    given = {"DATABASE_URL": "postgresql://live", "REDIS_URL": "redis://live", "HOME": "/home/noor"}
    kept = suite.pass_environment(given, name="sqlite")
    assert kept == {"HOME": "/home/noor", "TEST_PASS": "sqlite", "PYTHONHASHSEED": "0"}


@pytest.mark.parametrize(
    ("codes", "counts", "expected"),
    [
        ([0, 0], [Counts(passed=2), Counts(passed=2, skipped=1)], 0),
        ([1, 0], [Counts(passed=2, failed=1), Counts(passed=3)], 1),
        ([5, 0], [Counts(), Counts(passed=1)], 0),  # a choice of tests that only the second pass runs
        ([5, 5], [Counts(), Counts()], 1),  # no test ran at all
        ([0, 2], [Counts(passed=2), Counts()], 1),  # the second pass broke off
        ([2], [Counts(passed=1)], 1),  # Ctrl-C in the first pass: there is no second
    ],
)
def test_the_exit_code_is_zero_only_where_tests_ran_and_none_failed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    codes: list[int],
    counts: list[Counts],
    expected: int,
) -> None:
    answers = iter(zip(counts, codes, strict=True))
    monkeypatch.setattr(suite, "prepare", lambda group: None)
    monkeypatch.setattr(suite, "_run_pass", lambda *args, **kwargs: next(answers))
    assert suite.run_both_passes([]) == expected
    assert capsys.readouterr().out.splitlines()[-1] == str(sum(counts, Counts()))
