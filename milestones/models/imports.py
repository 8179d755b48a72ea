"""Imports: files of rows that were brought in at one stroke, and may be taken back so."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.limits import REASON_LENGTH
from milestones.models import columns
from milestones.models.parts import called
from milestones.models.plans import Plan


@called(_("import"), _("imports"), "{file_name} ({at})")
class Import(models.Model):
    """One row is one file of rows of one kind for a plan: as it was sent, as it is being checked, or brought in."""

    class Stage(models.TextChoices):
        """How far it has come."""

        SENT = "sent", _("sent")
        WORKING = "working", _("being worked on")
        CHECKED = "checked", _("checked")
        DONE = "done", _("brought in")
        RETRACTED = "retracted", _("retracted")

    plan = columns.part(Plan, _("plan"), _("Where its rows go."), "imports", on_delete=models.CASCADE)
    kind = columns.code(_("kind"), _("The model of its rows."))
    who = columns.part(settings.AUTH_USER_MODEL, _("who"), _("Whose account sent it."), "imports")
    at = models.DateTimeField(_("at"), help_text=_("When it was sent."))
    begun_at = columns.optional_instant(_("begun at"), _("When it was last begun to be worked on."))
    publisher = columns.line(_("publisher"), _("Who publishes such files, and writes their columns alike."))
    file_name = columns.name(_("What the file was called."))
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of the file."))
    content = models.BinaryField(_("content"), null=True, help_text=_("The file, until its rows are brought in."))
    headers = columns.data(_("headers"), _("What the file calls its columns."), default=list)
    mapping: Any = columns.data(_("mapping"), _("Which column is which key, and how values are written."))
    stage = columns.word(_("stage"), Stage.choices, _("How far it has come."), length=10, default=Stage.SENT)
    outcome: Any = columns.data(_("outcome"), _("What came of its rows when it was last checked."))
    keys = columns.data(_("keys"), _("The primary keys of the rows that it brought in."), default=list)
    reason = columns.line(_("reason"), _("Why it was retracted."), length=REASON_LENGTH)

    class Meta:
        ordering = ("-at", "-id")
