"""What brings the site onto a machine names commands, files and settings that are there."""

import ast
import configparser
import os
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
from celery.bin.beat import beat
from celery.bin.worker import worker
from django.core.management import get_commands
from gunicorn.config import Config

from tools.environment import ROOT

README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = sorted((ROOT / "deploy").glob("*.service"))
OF_A_SERVICE = """
annotations attach build blkio_config cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count
cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares credential_spec depends_on deploy
develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends
external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links
logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode networks oom_kill_disable
oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy read_only
restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs
tty ulimits user userns_mode uts volumes volumes_from working_dir
"""
"""The keys of a service in the Compose Specification."""
OF_A_HEALTH_CHECK = frozenset({"disable", "interval", "retries", "start_interval", "start_period", "test", "timeout"})
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


def test_compose_says_nothing_that_its_specification_does_not_know() -> None:
    """As a schema would find, which a machine without containers does not have: a misspelt key is passed over."""
    (override,) = re.findall(r"```\n(x-metrics: .+?)```", OPERATIONS, re.DOTALL)
    for told in (COMPOSE, yaml.safe_load(override)):
        assert {key for key in told if not key.startswith("x-")} <= {"services", "volumes"}
        for name, service in told["services"].items():
            assert service.keys() <= set(OF_A_SERVICE.split()), name
            assert service.get("healthcheck", {}).keys() <= OF_A_HEALTH_CHECK, name
            assert service.get("restart", "no") in ("no", "always", "on-failure", "unless-stopped"), name
            for how in service.get("depends_on", {}).values():
                assert how.keys() <= {"condition", "restart", "required"}
                assert how["condition"] in {
                    f"service_{word}" for word in ("started", "healthy", "completed_successfully")
                }
            for mount in service.get("volumes", ()):
                source = re.sub(r"\$\{\w+:-(.+?)\}", r"\1", mount).partition(":")[0]
                is_file = (ROOT / source).exists() or f"mkdir -p {Path(source).name}" in OPERATIONS
                assert is_file if source.startswith(".") else source in told["volumes"], mount
        for volume in told["volumes"].values():
            assert (volume or {}).keys() <= {"driver", "driver_opts", "external", "labels", "name"}


def test_what_compose_runs_is_there_and_takes_its_options() -> None:
    for name in OURS:
        program, *words = command_of(name)
        if program == "gunicorn":
            Config().parser().parse_args(words)
        elif words[0] == "manage.py":
            assert words[1] in get_commands()
        else:
            assert words[:4] == ["-m", "celery", "--app", "tracker"]
            command = {"worker": worker, "beat": beat}[words[4]]
            command.make_parser(command.context_class(command)).parse_args(
                words[5:]
            )  # which refuses what it does not know
    for line in re.findall(r"^[A-Z]+", DOCKERFILE.replace("\\\n", ""), re.MULTILINE):
        assert line in ("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"), line
    check = re.findall(r"^HEALTHCHECK .*CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert [(ROOT / ast.literal_eval(command)[1]).exists() for command in check] == [True]


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
    (run,) = (step for step in jobs["run"]["steps"] if step.get("run") == ".ci/run")
    assert run["env"]["PYTHON"] == "python${{ matrix.python }}"
    assert any(step.startswith("pip-audit") for step in steps["audit"])
    project = (ROOT / "pyproject.toml").read_text()
    oldest, newest = jobs["run"]["strategy"]["matrix"]["python"]
    assert f'requires-python = ">={oldest}' in project
    assert f"Python {oldest} to {newest}" in README


@pytest.mark.parametrize(("named", "taken"), [("", "python3.11"), ("python3.14", "python3.14"), ("no-such", "python3")])
def test_what_a_change_must_pass_is_run_by_the_python_that_is_named(tmp_path: Path, named: str, taken: str) -> None:
    for name in ("python3", "python3.11", "python3.14", "chromium"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {name} $@\necho 1 passed, 0 failed, 0 skipped\n")
        (tmp_path / name).chmod(0o755)
    told = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHON": named}
    ran = subprocess.run([ROOT / ".ci/run"], env=told, capture_output=True, text=True, check=True).stdout
    assert [line for line in ran.splitlines() if "dev.py" in line] == [f"{taken} dev.py test", f"{taken} dev.py check"]
