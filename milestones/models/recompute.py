"""The workings of recompute: marks that facts changed, and runs of background tasks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.parts import called, in_database
from milestones.models.plans import Plan


@called(_("recompute mark"), _("recompute marks"), "{plan} ({raised_at})")
class RecomputeMark(models.Model):
    """One row says that a plan's facts changed; a recompute deletes the plan's marks in its own transaction."""

    plan = columns.part(Plan, _("plan"), _("Whose facts changed."), "recompute_marks", on_delete=models.CASCADE)
    raised_at = models.DateTimeField(_("raised at"), help_text=_("When they changed."))
    cause = columns.data(_("cause"), _("What changed, as data that the public may see."))
    model = columns.code(_("model"), _("The model of the one row that changed; empty where all are looked at."))
    key = columns.large(_("key"), _("The primary key of that row."), null=True, blank=True)
    who = columns.optional_part(
        settings.AUTH_USER_MODEL, _("who"), _("Whose account changed it."), on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ("raised_at", "id")


@called(_("job run"), _("job runs"), "{task} ({started_at}): {outcome}")
@in_database(
    # The last run of a task: the health page.
    models.Index(fields=["task", "-started_at"], name="job_run_of_task")
)
class JobRun(models.Model):
    """One row is one run of a background task."""

    class Outcome(models.TextChoices):
        """How a run ended."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        NOTHING_TO_DO = "nothing-to-do", _("nothing to do")
        FAILED = "failed", _("failed")
        LOST = "lost", _("lost: its worker was killed")

    RECOMPUTE = "recompute_plan"
    """The task whose last run says whether a plan's recompute fails."""
    TASKS = {
        RECOMPUTE: _("recompute"),
        "check_plan": _("check of what is stored"),
        "start_day": _("start of a day"),
        "import_check": _("check of a file"),
        "import_bring_in": _("bringing in of a file"),
    }
    COUNTED = {
        "revision": _("revision"),
        "marks": _("recompute marks"),
        "changes": _("status changes"),
        "plans": _("plans"),
        "entries": _("entries"),
        "statuses": _("milestones' statuses"),
    }
    task = models.CharField(_("task"), max_length=200, help_text=_("The task's name."))
    plan = columns.optional_part(
        Plan, _("plan"), _("The plan it worked on; empty for all."), "job_runs", on_delete=models.CASCADE
    )
    started_at = models.DateTimeField(_("started at"), help_text=_("When it started."))
    finished_at = columns.optional_instant(
        _("finished at"), _("When it ended; empty while it runs or if it was killed.")
    )
    outcome = columns.word(_("outcome"), Outcome.choices, _("How it ended."), length=15, default=Outcome.RUNNING)
    counts = models.JSONField(_("figures"), null=True, help_text=_("How much it did, by what it counts."))
    detail = columns.long_text(_("detail"), _("Why it failed."))

    class Meta:
        ordering = ("-started_at", "-id")

    def get_task_display(self) -> str:
        """What people call the task."""
        return str(self.TASKS.get(self.task, self.task))

    def get_detail_display(self) -> str:
        """How much it did, or why it failed."""
        told = (f"{self.COUNTED.get(name, name)}: {number}" for name, number in (self.counts or {}).items())
        return " · ".join(told) or self.detail
