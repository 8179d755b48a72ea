"""Children are given the time to clean up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, run_to_end

CHILD = """
import pathlib, signal, sys, time
def clean_up(*_):
    time.sleep(0.6)  # longer than subprocess.run would wait
    pathlib.Path(sys.argv[1]).write_text("cleaned up")
    sys.exit(3)
signal.signal(signal.SIGINT, clean_up)
signal.signal(signal.SIGTERM, clean_up)
print("ready", flush=True)
signal.pause()
"""
PARENT = """
import sys
from tools.environment import run_to_end, stop_on_sigterm
stop_on_sigterm()
sys.exit(run_to_end([sys.executable, "-c", *sys.argv[1:]]))
"""


def start_parent(mark: Path) -> subprocess.Popen[str]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD, str(mark)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    return parent


def test_exit_code_and_environment_pass_through() -> None:
    code = "import os, sys; sys.exit(int(os.environ['ANSWER']))"
    assert run_to_end([sys.executable, "-c", code], {"ANSWER": "42"}) == 42


def test_ctrl_c_waits_for_the_childs_cleaning_up(tmp_path: Path) -> None:
    parent = start_parent(tmp_path / "mark")
    os.killpg(parent.pid, signal.SIGINT)  # as a terminal does
    assert parent.wait() == 3
    assert (tmp_path / "mark").read_text() == "cleaned up"


def test_sigterm_to_the_parent_alone_reaches_the_child(tmp_path: Path) -> None:
    parent = start_parent(tmp_path / "mark")
    parent.terminate()
    assert parent.wait() == 143
    assert (tmp_path / "mark").read_text() == "cleaned up"
