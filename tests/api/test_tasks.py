"""The ten tasks of docs/api.md do what they say: each block is run, against a site that holds a shipped plan."""

import re
import shutil
import subprocess
import sys

import pytest

from tools.environment import ROOT

TASKS = (ROOT / "docs/api.md").read_text().partition("## Ten tasks")[2].partition("\n## ")[0]
IN_THE_TEXT = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TASKS, re.DOTALL)


def test_there_are_ten_of_each() -> None:
    assert re.findall(r"^\*\*(\d+)\.", TASKS, re.MULTILINE) == [str(number) for number in range(1, 11)]
    assert (len(blocks("sh")), len(blocks("python"))) == (10, 11), "and what all in Python begin with"


@pytest.mark.one_database
def test_each_is_run_and_answers(aceh: str) -> None:
    begin, *tasks = [block.replace(IN_THE_TEXT, aceh) for block in blocks("python")]
    for number, task in enumerate(tasks, 1):
        ran = subprocess.run(
            [sys.executable, "-c", begin + task], capture_output=True, text=True, timeout=60, check=False
        )
        assert (ran.returncode, len(ran.stdout) > 5) == (0, True), (number, ran.stdout, ran.stderr)
    for number, task in enumerate(blocks("sh") if shutil.which("curl") else (), 1):
        told = task.replace(IN_THE_TEXT, aceh)
        ran = subprocess.run(["sh", "-c", told], capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, len(ran.stdout) > 20) == (0, True), (number, ran.stdout, ran.stderr)
