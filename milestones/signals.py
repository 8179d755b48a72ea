"""Whatever changes a row that a plan rests on marks the plan, through whichever door it came."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from milestones import models
from milestones.kinds.kind import plan_of
from milestones.models import SeenBy
from milestones.services.checking import kind_of
from milestones.services.marks import raise_mark
from milestones.services.sights import seen_by
from milestones.state.boundary import SEEN_BY


@receiver(post_save, dispatch_uid="milestones.mark_saved")
def mark_saved(sender: type[Model], instance: Model, *, created: bool, **_: Any) -> None:
    """Mark the plan of a row of any kind that was added or changed."""
    if kind_of(sender):
        cause = {"kind": "added" if created else "changed", "model": sender._meta.label_lower, "pk": instance.pk}
        _mark(instance, cause | _about(instance))


@receiver(pre_delete, dispatch_uid="milestones.mark_deleted")
def mark_deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    """Mark the plan of a row of any kind that is being removed; the cause says what it was if the public saw it."""
    if kind_of(sender) and sender is not models.Plan:
        rows: Any = sender._default_manager
        cause: dict[str, object] = {"kind": "removed"}
        if rows.visible_to(None).filter(pk=instance.pk).exists():
            cause["model"] = sender._meta.label_lower
        _mark(instance, cause)


def _mark(row: Any, cause: dict[str, object]) -> None:
    plan_id = plan_of(row)
    if plan_id is not None:
        word = seen_by(row, plan_id)
        cause |= {} if word == SeenBy.ALL else {SEEN_BY: word.value}
        user = getattr(row, "_author", None)  # as the writer tells it
        # Structure that comes or goes changes what others name and who sees them, so all of the plan is looked at.
        is_alone = cause["kind"] == "changed" or isinstance(row, models.AppendOnly)
        raise_mark(plan_id, cause=cause, row=row if is_alone else None, who=None if user is None else user.pk)


def _about(row: Model) -> dict[str, object]:
    """The milestone or indicator that the row is about, by its slug."""
    for name in ("milestone", "indicator"):
        part = getattr(row, name, None)
        if isinstance(part, models.Milestone | models.Indicator):
            return {name: part.slug}
    return {}
