"""The public ledger: every revision that the public was shown as a leaf of one log, and the log's checkpoints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from milestones.models import columns
from milestones.models.append_only import AppendOnly
from milestones.models.parts import called, in_database
from milestones.models.revisions import Revision


@called(_("ledger leaf"), _("ledger leaves"), "{position}")
@in_database(models.UniqueConstraint(fields=["position"], name="ledger_leaf_position_unique"))
class LedgerLeaf(AppendOnly):
    """One row says where in the log one revision stands, which changed what the public sees."""

    position = columns.large(_("position"), _("Its place in the log, from 0."))
    revision = columns.only_part(Revision, _("revision"), _("The revision."), "leaf")
    hash = models.BinaryField(_("hash"), help_text=_("The leaf's hash by RFC 6962."))

    hangs_on = ("revision",)

    class Meta:
        ordering = ("position",)


@called(_("checkpoint"), _("checkpoints"), "{size}")
@in_database(models.Index(fields=["size"], name="checkpoint_size"))  # the newest, and the first for a proof
class Checkpoint(AppendOnly):
    """One row is what the log was at one time: how long, and what its hash was."""

    size = columns.large(_("size"), _("How many leaves the log had."))
    at = models.DateTimeField(_("at"), help_text=_("When it was made."))
    frontier = models.BinaryField(_("frontier"), help_text=_("The hashes of its full subtrees, the largest first."))
    note = models.TextField(_("note"), help_text=_("The note that is published; signed where there is a key."))

    holds = ()

    class Meta:
        ordering = ("-size", "-id")
