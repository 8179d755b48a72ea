"""Rows of demilitarisation for tests: published, reported, of the fixed DAY; a test gives what it is about."""

from typing import Any

from milestones.models import Plan, Publication
from pillars.demilitarisation import models
from tests.factories import DAY, INSTANT, make_source


def make_category(plan: Plan, slug: str = "weapons", **fields: Any) -> models.ArmsCategory:
    return models.ArmsCategory.objects.create(**{"plan": plan, "slug": slug, "name": slug} | fields)


def make_counting(plan: Plan, slug: str = "monitors", **fields: Any) -> models.CountingSeries:
    return models.CountingSeries.objects.create(
        **{"plan": plan, "slug": slug, "name": slug, "decides": slug == "monitors"} | fields
    )


def make_line(plan: Plan, slug: str = "blue-line", **fields: Any) -> models.PullbackLine:
    return models.PullbackLine.objects.create(**{"plan": plan, "slug": slug, "name": slug} | fields)


def _record(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    given = {"plan": plan, "date": DAY, "recorded_at": INSTANT, "publication": Publication.PUBLISHED} | fields
    return given if "source" in given else given | {"source": make_source(plan)}


def _category(plan: Plan) -> models.ArmsCategory:
    return plan.armscategorys.filter(slug="weapons").first() or make_category(plan)


def make_tally(plan: Plan, accepted: int | None = 10, **fields: Any) -> models.Tally:
    """A running total by those who decide."""
    given: dict[str, Any] = {"scope": "total", "accepted": accepted} | fields
    given.setdefault("category", _category(plan))
    if "series" not in given:
        given["series"] = plan.countingseriess.filter(slug="monitors").first() or make_counting(plan)
    return models.Tally.objects.create(**_record(plan, given))


def make_total(plan: Plan, figure: int = 100, **fields: Any) -> models.ArmsTotal:
    """An agreed figure for the whole."""
    given = {"basis": "agreed", "low": figure, "high": figure} | fields
    given.setdefault("category", _category(plan))
    return models.ArmsTotal.objects.create(**_record(plan, given))


def make_inspection(plan: Plan, outcome: str = "passed", **fields: Any) -> models.Inspection:
    given = {"kind": "inspection", "outcome": outcome} | fields
    return models.Inspection.objects.create(**_record(plan, given))


def make_incident(plan: Plan, case: str = "case-one", **fields: Any) -> models.Incident:
    given = {"case": case, "kind": "force"} | fields
    given.setdefault("happened_on", given.get("date", DAY))
    return models.Incident.objects.create(**_record(plan, given))


def make_line_claim(plan: Plan, share: int = 50, **fields: Any) -> models.LineClaim:
    given = {"low": share, "high": share} | fields
    if "line" not in given:
        given["line"] = plan.pullbacklines.first() or make_line(plan)
    return models.LineClaim.objects.create(**_record(plan, given))


def make_pullback(plan: Plan, step: str = "complete", **fields: Any) -> models.Pullback:
    return models.Pullback.objects.create(**_record(plan, {"step": step} | fields))
