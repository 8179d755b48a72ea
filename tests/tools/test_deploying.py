"""What brings the site onto a machine names commands, files and settings that are there."""

import ast
import configparser
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from tools.environment import ROOT

README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = sorted((ROOT / "deploy").glob("*.service"))
FROM_DOTENV = re.compile(r"\$\{(\w+)")


def command_of(service: str) -> list[str]:
    """What a service runs: its own command, else the image's."""
    image = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1]
    command: list[str] = SERVICES[service].get("command") or ast.literal_eval(image)
    return command


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(path)
    return read


def begun(command: list[str]) -> str:
    """The words by which the README begins the same process: without folders and options."""
    words = [Path(word).name for word in command]
    return " ".join(
        words[: words.index("worker") + 1] if "worker" in words else words[: 3 if words[0] == "python" else 2]
    )


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_compose_and_units_start_what_the_readme_does(name: str) -> None:
    started = shlex.split(unit(ROOT / "deploy" / f"tracker-{name}.service")["Service"]["ExecStart"])
    for command in (command_of(name), started):
        assert f".venv/bin/{begun(command)}" in README


def test_the_site_is_served_by_threads_and_a_process_that_ends_leaves_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert (served["worker_class"], served["workers"], served["threads"]) == ("gthread", 2, 4)
    served["child_exit"](None, SimpleNamespace(pid=4711))  # without metrics there is nothing to do
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for name in ("gauge_livesum_4711.db", "gauge_livesum_4712.db", "counter_4711.db"):
        (tmp_path / name).touch()
    served["child_exit"](None, SimpleNamespace(pid=4711))
    assert {path.name for path in tmp_path.iterdir()} == {"gauge_livesum_4712.db", "counter_4711.db"}


def test_each_unit_keeps_to_its_own() -> None:
    assert [path.stem for path in UNITS] == ["tracker-beat", "tracker-web", "tracker-worker"]
    for path in UNITS:
        service = unit(path)["Service"]
        assert service["User"] == "tracker"
        assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
        assert service["Restart"] == "always"
        assert all(
            f"`/var/lib/{folder}`" in OPERATIONS or folder == "tracker" for folder in service["StateDirectory"].split()
        )


def test_who_asks_while_the_site_starts_anew_waits_at_its_socket() -> None:
    socket, web = (unit(ROOT / f"deploy/tracker-web.{kind}") for kind in ("socket", "service"))
    listens = socket["Socket"]["ListenStream"]
    assert f"http://{listens}/readyz" in OPERATIONS
    assert listens == f"127.0.0.1:{command_of('web')[-3].rpartition(':')[2]}"
    assert "tracker-web.socket" in web["Unit"]["Requires"]


def test_compose_has_each_part_and_each_waits_for_what_it_needs() -> None:
    assert SERVICES.keys() == {*OURS, "database", "redis", "proxy"}
    for name, service in SERVICES.items():
        assert service.keys() & {"image", "build"}, name
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES
            if how["condition"] == "service_healthy":
                is_checked = "healthcheck" in SERVICES[needed] or (needed in OURS and "HEALTHCHECK" in DOCKERFILE)
                assert is_checked, (name, needed)
    assert sum("beat" in command_of(name) for name in OURS) == 1
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    asked = set(FROM_DOTENV.findall((ROOT / "compose.yaml").read_text()))
    assert {word for word in asked if f" {word}" not in re.sub(r"\W", " ", OPERATIONS)} == set()


def test_every_setting_that_compose_gives_is_one() -> None:
    settings = (ROOT / "tracker/settings.py").read_text()
    for name in SERVICES["web"]["environment"]:
        assert f'"{name}"' in settings, name


def test_the_image_is_built_in_two_stages_and_runs_as_nobody_special() -> None:
    assert len(re.findall(r"^FROM python:3\.11", DOCKERFILE, re.MULTILINE)) == 2
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "pip install" not in last
    assert last.index("USER 10001") < last.index("CMD [")
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / path).exists() for path in copied.split()), copied
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".secret-key"} <= set(ignored)


def test_the_health_check_fails_where_nothing_answers() -> None:
    checked = subprocess.run([sys.executable, ROOT / "deploy/healthy.py"], env={"PORT": "1"}, check=False)
    assert checked.returncode == 1


def test_the_proxy_lets_nobody_say_where_he_comes_from() -> None:
    proxy = (ROOT / "deploy/nginx.conf").read_text()
    assert proxy.count("{") == proxy.count("}")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    assert "$proxy_add_x_forwarded_for" not in proxy
    assert "proxy_no_cache $is_known $is_private;" in proxy
    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == "1"


def test_a_connection_is_closed_by_the_proxy_and_not_under_an_edit_by_the_site() -> None:
    idle = re.search(r"keepalive_timeout (\d+)s;", (ROOT / "deploy/nginx.conf").read_text())
    assert idle
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["keepalive"] > int(idle[1])


def test_the_workflow_runs_what_a_change_must_pass_and_asks_of_known_weaknesses() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text())["jobs"]
    steps = {job: [step.get("run", "") for step in told["steps"]] for job, told in jobs.items()}
    assert ".ci/run" in steps["run"]
    assert any(step.startswith("pip-audit") for step in steps["audit"])
    project = (ROOT / "pyproject.toml").read_text()
    oldest, newest = jobs["run"]["strategy"]["matrix"]["python"]
    assert f'requires-python = ">={oldest}' in project
    assert f"Python {oldest} to {newest}" in README
