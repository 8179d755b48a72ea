"""A pillar more needs no change in the core, and a pillar less leaves a core that runs.

Which apps there are is settled when a process starts; so each of these sites is a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.planfile.plans import indicator, milestone, small_plan

ROOT = Path(__file__).resolve().parents[2]
PLANS = [str(ROOT / "plans" / name) for name in ("gaza-phase-two.yaml", "aceh-2005.yaml")]


def run(script: str, settings: str, database: Path, *arguments: str, without: str = "pillars.") -> dict[str, Any]:
    """What the script printed, on a scratch database; `without` names the apps that the settings may leave out."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": "",
        "WITHOUT": without,
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("toy")
    plan = small_plan(
        plan={"slug": "small", "name": "Small", "verification": "reported"},
        pillars=[
            {"slug": "governance", "name": "Governance"},
            {"slug": "security", "name": "Security"},
            {"slug": "society", "name": "Society"},
        ],
        indicators=[
            indicator(),
            indicator(slug="turnout", name="Turnout", pillar="society", measure="society.people", stale_after=None),
        ],
        milestones=[
            milestone(),
            milestone(slug="pull-back", name="Pull-back", pillar="governance"),
            milestone(
                slug="march",
                name="March",
                pillar="society",
                gates=[{"before": "start", "conditions": [{"indicator": "turnout", "at_least": 50}]}],
            ),
        ],
        society={
            "gatherings": [
                {"date": "2026-02-01", "people": 40, "source": "roadmap", "verification": "corroborated"},
                {"date": "2026-02-09", "people": 20, "source": "roadmap", "verification": "reported"},
                {"date": "2026-02-09", "people": 1000, "publication": "draft"},
            ]
        },
    )
    file = folder / "small.json"
    file.write_text(json.dumps(plan))
    return run("tests.pillars.run_toy", "tests.pillars.toy.settings", folder / "toy.sqlite3", str(file))


def test_its_section_is_loaded_and_exported(toy: dict[str, Any]) -> None:
    assert sorted(each["people"] for each in toy["section"]["gatherings"]) == [20, 40, 1000]


def test_its_measure_feeds_an_indicator_and_so_a_gate(toy: dict[str, Any]) -> None:
    assert toy["observations"] == [["2026-02-01", "40", "turnout"], ["2026-02-09", "60", "turnout"]]
    assert toy["condition"] == "cleared"


def test_its_panel_is_shown_on_its_pillars_page(toy: dict[str, Any]) -> None:
    assert '<section aria-label="Gatherings">' in toy["page"]
    assert "40 came" in toy["page"]
    assert "1000 came" not in toy["page"]


def test_its_resource_answers_as_strictly_as_the_core(toy: dict[str, Any]) -> None:
    assert [row["people"] for row in toy["api"]["results"]] == [40, 20]
    assert toy["refused"] == 400


GONE = {
    "governance": {"/api/v1/governance/bodies/", "/plans/gaza-phase-two/governance/bodies/ncag/"},
    "reconstruction": {"/api/v1/reconstruction/appeals/"},
    "demilitarisation": {"/api/v1/demilitarisation/tallies/", "/plans/aceh-2005/demilitarisation/tallies/"},
}


@pytest.mark.parametrize(
    ("without", "missing"), [("pillars.", set(GONE)), ("pillars.demilitarisation", {"demilitarisation"})]
)
def test_the_core_runs_without_a_pillar_app_or_all(without: str, missing: set[str], tmp_path: Path) -> None:
    found = run(
        "tests.pillars.run_core_alone", "tests.pillars.core_alone", tmp_path / "core.sqlite3", *PLANS, without=without
    )
    kept = set(GONE) - missing
    assert set(found["apps"]) == set(found["sections"]) == kept
    assert not [name for name in found["pillars"] if name.removeprefix("pillars.").split(".")[0] in missing]
    assert set(found["tags"]) & set(GONE) == kept
    answers = found["answers"]
    gone = set().union(*(GONE[app] for app in missing))
    assert {address for address, status in answers.items() if status == 404} == gone
    assert {status for address, status in answers.items() if address not in gone} == {200}
    gaza, aceh = found["loads"]
    for app in GONE:
        left_out = f'The section "{app}" was read and not kept: no app here takes it.'
        assert (left_out in gaza) == (app in missing)
    assert 'indicators[0].measure (weapons-accepted): No app here has the measure "demilitarisation.accepted"' in aceh
