"""Records: dated, sourced statements of fact, with the two clocks."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from milestones import notation
from milestones.lettering import isolated
from milestones.limits import REASON_LENGTH
from milestones.models import columns
from milestones.models.append_only import RETRACTION, AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from milestones.models.plans import Source
from milestones.models.publication import Published


class Dated(AppendOnly):
    """A statement for a day (`date`), learned at an instant (`recorded_at`), from a source, by somebody."""

    date = models.DateField(_("date"), help_text=_("The day for which it speaks."))
    recorded_at = models.DateTimeField(
        _("recorded"), default=timezone.now, help_text=_("The instant at which the tracker learned it.")
    )
    source = columns.optional_part(Source, _("source"), _("The document it rests on."), "%(class)ss")
    entered_by = columns.optional_part(
        settings.AUTH_USER_MODEL,
        _("entered by"),
        _("Whose account entered it; empty where it came with a plan file. Such accounts are closed, not deleted."),
    )

    class Meta:
        abstract = True
        ordering = ("date", "recorded_at", "id")

    @property
    def lacks_source(self) -> bool:
        """Whether it names no source, and no note says why."""
        return self.source_id is None and not any(getattr(self, name, "") for name in get_translation_fields("note"))

    def __str__(self) -> str:
        return f"{isolated(getattr(self, self.hangs_on[0]))} ({notation.day(self.date)})"


class Record(Published, Dated):
    """A statement of fact with a publication of its own and a note."""

    note = columns.note()

    mutable = frozenset({"publication"})

    objects: ClassVar[AppendOnlyQuerySet[Self]] = AppendOnlyManager()

    class Meta(Dated.Meta):
        abstract = True


class RetractableRecord(Record):
    """A record that is taken back, where it was mistaken, by an instant from which it no longer counts."""

    retracted_at = columns.optional_instant(
        _("retracted"), _("The instant from which it no longer counts because it was mistaken. It is set once.")
    )

    retraction_reason = columns.line(
        _("reason of the retraction"),
        _("Why it no longer counts, in a sentence; set with the instant."),
        length=REASON_LENGTH,
    )

    retraction_reason_ar = columns.line(
        _("reason of the retraction, in Arabic"),
        _("The reason in Arabic, where it was translated."),
        length=REASON_LENGTH,
    )
    retraction_reason_he = columns.line(
        _("reason of the retraction, in Hebrew"),
        _("The reason in Hebrew, where it was translated."),
        length=REASON_LENGTH,
    )

    mutable = frozenset({"publication", *RETRACTION})

    class Meta(Record.Meta):
        abstract = True

    @property
    def why_retracted(self) -> str:
        """The reason of its retraction in the reader's language, else as it was entered; empty where none was said."""
        translated = getattr(self, f"retraction_reason_{get_language()}", "")
        return str(translated or self.retraction_reason)


class GradedRecord(RetractableRecord):
    """A record that is verified more or less well; a higher grade is a record of its own, entered by somebody else."""

    verification = columns.grade()
    replaces = columns.optional_part(
        "self",
        _("replaces"),
        _("The record of another account whose grade this one raises; empty for a statement of its own."),
        db_index=False,
    )

    class Meta(RetractableRecord.Meta):
        abstract = True


class Ending(Dated):
    """The record that a waiver or a withdrawal is over; it is published with what it ends."""

    class Meta(Dated.Meta):
        abstract = True

    def __str__(self) -> str:
        ended = getattr(self, self.hangs_on[0])
        return f"{isolated(getattr(ended, ended.hangs_on[0]))} ({notation.day(self.date)})"
