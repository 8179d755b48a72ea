"""Findings: differences that somebody must account for, and what was said and done about each."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.models import Actor, PlanPart, Published, called, columns, constrained
from pillars.reconstruction.models.base import PlanRecord
from pillars.reconstruction.models.choices import About, State
from pillars.reconstruction.models.parts import Appeal, Channel, Donor
from pillars.reconstruction.models.projects import Project


@called(_("finding"), _("findings"))
@constrained("finding")
class Finding(PlanPart, Published):
    """One row is one difference that an owner must account for, or a matter on which claims stand side by side."""

    name = columns.name(_("What differs."))
    about = columns.word(_("about"), About.choices, _("Which two things are held against each other."))
    owner = columns.optional_part(
        Actor, _("owner"), _("Who must account for it; empty while nobody is named."), "findings_owned"
    )
    appeal = columns.optional_part(Appeal, _("appeal"), _("The appeal whose money it is about."), "findings")
    donor = columns.optional_part(Donor, _("donor"), _("The donor it is about."), "findings")
    channel = columns.optional_part(Channel, _("channel"), _("The channel it is about."), "findings")
    project = columns.optional_part(Project, _("project"), _("The project it is about."), "findings")

    hangs_on = ("plan", "appeal", "project")


@called(_("entry of a finding"), _("entries of findings"), "{finding} ({date})")
@constrained("findingentry")
class FindingEntry(PlanRecord):
    """One row is what somebody said of a finding, or the state that it came to."""

    texts = ("claimant",)

    finding = columns.part(Finding, _("finding"), _("What it is about."), "entries")
    actor = columns.optional_part(
        Actor, _("actor"), _("Who says so, among the plan's actors; else the source alone speaks."), "finding_entries"
    )
    claimant = columns.line(
        _("claimant"), _("Who says so, where it is none of the plan's actors, such as a newspaper.")
    )
    state = columns.optional_word(
        pgettext_lazy("a finding", "state"),
        State.choices,
        _("The state that the finding came to; empty where something is said and nothing changes."),
    )

    hangs_on = ("plan", "finding", "source")
