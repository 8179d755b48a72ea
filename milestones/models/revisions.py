"""What a plan's rows said, revision by revision."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from milestones.models.parts import called, in_database, rule
from milestones.models.plans import Plan
from milestones.models.publication import Publication, Row

KIND_LENGTH = 100


@called(_("revision"), _("revisions"), "{plan} ({at})")
@in_database(
    models.UniqueConstraint(fields=["plan", "number"], name="revision_number_unique_in_plan"),
    # It also finds the newest revision at or before an instant.
    models.UniqueConstraint(fields=["plan", "at"], name="revision_instant_unique_in_plan"),
    # A revision as the public counts it: its proof, and what waits to be logged.
    models.Index(fields=["plan", "public_number"], name="revision_public_number"),
)
class Revision(AppendOnly):
    """One row says that one recompute took up what had changed in a plan."""

    plan = columns.part(Plan, _("plan"), _("Whose revision it is."), "revisions", db_index=False)
    number = columns.large(_("number"), _("Its number in its plan, from 1."))
    at = models.DateTimeField(_("at"), help_text=_("When it was made; a plan's revisions follow each other."))
    method = columns.count(_("method"), _("The version of the method with which it was evaluated."))
    cause = columns.data(_("cause"), _("What changed, as data; of a hidden row the public is told nothing."))
    who = columns.data(_("who"), _("By the key of each account that made changes: the rows that they name, by kind."))
    public_number = columns.large(
        _("public number"), _("How many revisions changed what the public sees, up to this one.")
    )
    cleared_number = columns.large(
        _("cleared number"), _("How many changed what those cleared for restricted things see, up to this one.")
    )

    hangs_on = ("plan",)

    class Meta:
        ordering = ("plan_id", "-number")

    def who_changed(self, kind: str, key: int) -> list[int]:
        """The keys of the accounts whose changes name a row; else of those that name none; else of all."""
        naming = [who for who, rows in self.who.items() if key in rows.get(kind, ())]
        return [int(who) for who in naming or [who for who, rows in self.who.items() if not rows] or self.who]


class SeenBy(models.TextChoices):
    """Who sees a row, by its own publication and that of all that it hangs on together."""

    ALL = "published", _("published")
    CLEARED = "restricted", _("restricted")
    ANALYSTS = "draft", _("draft")
    CLEARED_ANALYSTS = "draft-restricted", _("draft and restricted")

    @classmethod
    def within(cls, publications: Iterable[Publication]) -> list[str]:
        """The words of the rows that are seen by those who may see these publications."""
        hidden = set(Publication) - set(publications)
        return [word.value for word in cls if not any(one.value in word.value for one in hidden)]


class EntryQuerySet(AppendOnlyQuerySet[Row]):
    """Entries, which keep who saw their row."""

    def within(self, publications: Iterable[Publication]) -> Self:
        return self.filter(publication__in=SeenBy.within(publications))

    def at_revision(self, number: int) -> Self:
        """The entries that make up their plan's state at a revision."""
        return self.filter(Q(last__isnull=True) | Q(last__gte=number), first__lte=number)

    def between(self, older: int, newer: int) -> Self:
        """The entries that are in the state at one of two revisions and not at the other."""
        return self.filter(
            Q(first__lte=older, last__gte=older, last__lt=newer)
            | Q(Q(last__isnull=True) | Q(last__gte=newer), first__gt=older, first__lte=newer)
        )


class EntryManager(AppendOnlyManager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    """The manager of entries."""


@called(_("entry"), _("entries"))
@in_database(
    models.UniqueConstraint(
        fields=["plan", "kind", "key"], condition=Q(last__isnull=True), name="entry_one_open_of_a_row"
    ),
    rule("entry_last_not_before_first", Q(last__isnull=True) | Q(last__gte=F("first"))),
    rule("entry_publication_is_known", Q(publication__in=SeenBy.values)),
    # A row's versions: its history.
    models.Index(fields=["plan", "kind", "key", "first"], name="entry_of_row"),
    # A plan's state at a revision, and what differs between two.
    models.Index(fields=["plan", "last", "first"], name="entry_in_state"),
)
class PlanEntry(AppendOnly):
    """One row is one version of one row of a plan: what it said from one revision to another."""

    plan = columns.part(Plan, _("plan"), _("Whose row it is."), "entries", db_index=False)
    kind = models.CharField(
        _("kind"), max_length=KIND_LENGTH, help_text=_("The row's model, such as milestones.milestone.")
    )
    key = columns.large(_("key"), _("The row's primary key."))
    owner = columns.large(_("owner"), _("The key of the row in whose list it stands; 0 for none."))
    rank = columns.count(_("rank"), _("Its place in that list, where it keeps one."))
    body = models.TextField(_("body"), help_text=_("What it said, as canonical JSON in the plan file's keys."))
    publication = columns.word(
        _("publication"),
        SeenBy.choices,
        _("Who saw it, by its own publication and that of all that it hangs on; an embargo restricts."),
        length=20,
    )
    salt = models.BinaryField(_("salt"), help_text=_("Random bytes, so that the digest tells nothing."))
    digest = models.BinaryField(_("digest"), help_text=_("SHA-256 of the salt and of the canonical JSON of the row."))
    first = columns.large(_("first"), _("The revision that took it up."))
    last = columns.large(
        _("last"), _("The last revision in which it stood; empty while it stands."), null=True, blank=True
    )
    redacted_at = columns.optional_instant(
        _("redacted at"), _("When its body and its salt were taken away for good; its digest stays.")
    )
    redaction_reason = columns.long_text(_("reason for the redaction"), _("Why; nothing of what was taken away."))

    mutable = frozenset({"last", "redacted_at", "redaction_reason"})
    holds = ("body", "salt")

    objects: ClassVar[EntryQuerySet[Self]] = EntryManager()

    class Meta:
        ordering = ("plan_id", "kind", "key", "first")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key} ({self.first}–{self.last or ''})"

    def get_kind_display(self) -> str:
        """What people call a row of its kind."""
        return capfirst(str(apps.get_model(self.kind)._meta.verbose_name))
