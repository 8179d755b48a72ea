"""Writes made from the contract, aimed: at rows that are there, in words of the plan, on days that may be."""

import datetime as dt
from collections import Counter
from collections.abc import Container
from copy import deepcopy
from itertools import count
from typing import Any

from django.test import Client
from django.urls import resolve
from hypothesis import strategies as st

from milestones.api.schema import EXAMPLES
from milestones.loading.stored import ALL
from milestones.models import Publication
from milestones.services.review import submit
from tests.api.peopled import NOW

WAYS = st.sampled_from(("aimed", "aimed", "aimed", "as it came"))
DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2026, 6, 19)).map(str)
TEXTS = ("name", "title", "text", "note", "description", "summary", "reason", "remarks")
"""Keys that hold any text, and so what came of the contract."""
ASSUMED = (
    {"milestone": "handover", "level": "complete"},
    {"milestone": "count", "level": "minimum"},
    {"indicator": "arms", "value": 650},
    {"milestone": "count", "withdrawn": True},
)
OF_DRAFTS = ("submit", "publish", "send-back")


def stored(address: str) -> Any:
    """The row that stands at the address."""
    where: Any = resolve(address)
    model, named = where.func.view_class.model, {**where.kwargs}
    plan = named.pop("plan", None)
    return model.objects.get(**(named or {"slug": plan}))


def give(row: Any, publication: Publication) -> None:
    """Give a row this publication, also where others that are published name it."""
    row.publication = publication
    row.save(update_fields=["publication"])


class Aim:
    """Aims cases of one reader at the rows of a peopled plan, and counts what is answered."""

    def __init__(self, plan: str, made: dict[str, Any], headers: dict[str, str]) -> None:
        self.plan, self.made, self.headers = plan, made, headers
        self.may_write = "Authorization" in headers
        self.numbers = count(1)
        self.answered: Counter[tuple[str, int]] = Counter()

    def take(self, case: Any, data: Any) -> None:
        """Aim a case, three times of four."""
        if data.draw(WAYS) == "as it came":
            return
        name = case.operation.definition.raw["operationId"]
        listed, _, key = case.operation.path.removeprefix("/api/v1/").rstrip("/").partition("/{")
        address = self._aim_path(case, listed) if key else ""
        if name == "what_if":
            case.body = {"assume": data.draw(st.lists(st.sampled_from(ASSUMED), min_size=1, max_size=3))}
        elif case.method in ("POST", "PATCH") and self.may_write:
            case.headers.pop("Idempotency-Key", None)
            case.query = {**(case.query or {}), "dry_run": data.draw(st.sampled_from(("true", "false")))}
            if not key:
                case.query["plan"] = self.plan
                case.body = self._entries(name, case.body, data)
                return
            case.body = deepcopy(EXAMPLES[name]["body"]) | _texts(case.body, EXAMPLES[name]["body"])
            step = key.rpartition("/")[2]
            if case.method == "PATCH":
                version = Client(headers=self.headers).get(address).json().get("version")
                case.headers["If-Match"] = f'"{version}"'
            elif step in OF_DRAFTS:
                case.headers.pop("If-Match", None)  # drawn, it is no row's version
                if listed in self.made:  # the plan itself stays in sight
                    self._withhold(address, step)
            else:  # it could be taken but once
                case.query["dry_run"] = data.draw(st.sampled_from(("true",) * 5 + ("false",)))

    def _aim_path(self, case: Any, listed: str) -> str:
        """Let the path name the plan, or the row that was made for the list; its address."""
        if listed not in self.made:
            case.path_parameters = {**case.path_parameters, "plan": self.plan}
            return f"/api/v1/plans/{self.plan}/"
        address = self.made[listed]["url"].partition("testserver")[2]
        named = resolve(address).kwargs
        case.path_parameters = {"id" if key == "pk" else key: value for key, value in named.items()}
        return str(address)

    def _entries(self, name: str, came: Any, data: Any) -> Any:
        """The example's entry with days and texts of its own; now and then several."""
        made = [self._entry(name, came, data) for _ in range(data.draw(st.sampled_from((1, 1, 1, 3))))]
        return made[0] if len(made) == 1 else made

    def _entry(self, name: str, came: Any, data: Any) -> dict[str, Any]:
        entry, number = deepcopy(EXAMPLES[name]["body"]), next(self.numbers)
        for owner in ("gate", "waiver", "withdrawal"):
            if entry.get(owner) == 1:
                entry[owner] = self.made[f"{owner}s"]["id"]
        entry |= {
            key: value for key, value in {"slug": f"made-{number}", "number": f"9.{number}"}.items() if key in entry
        }
        if "date" in entry:
            entry["date"] = data.draw(DAYS)
        if isinstance(came, dict):
            entry |= {key: came[key] for key in TEXTS if key in came}
        return entry

    def _withhold(self, address: str, step: str) -> None:
        """Let the record be a draft, which waits for review where it is to be sent back."""
        draft = stored(address)
        give(draft, Publication.DRAFT)
        if step == "send-back":
            submit([draft], user=ALL, at=NOW)

    def hear(self, case: Any, status: int) -> None:
        """Count an answer to a write."""
        if case.method != "GET":
            self.answered[case.method, status] += 1

    @property
    def share(self) -> float:
        """The share of the writes that were taken."""
        taken = sum(many for (_method, status), many in self.answered.items() if status < 300)
        return taken / max(1, self.answered.total())


def _texts(came: Any, wanted: Container[str]) -> dict[str, Any]:
    """The texts that came of the contract, of the keys that are wanted."""
    return {key: came[key] for key in TEXTS if key in wanted and key in came} if isinstance(came, dict) else {}
