"""The money trail: dated sums from pledge to spending, rates of conversion, and findings that must be accounted for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.models import Actor, PlanPart, Published, called, columns, in_database, rule
from pillars.reconstruction.models.choices import About, Side, Stage, State
from pillars.reconstruction.models.parts import Appeal, Channel, Donor, PlanRecord, currency_code
from pillars.reconstruction.models.projects import Project


@called(_("transaction"), _("transactions"), "{stage}: {amount} {currency} ({date})")
@in_database(
    rule("transaction_is_not_negative", Q(amount__gte=0)),
    rule("transaction_has_appeal_or_project", Q(appeal__isnull=False) | Q(project__isnull=False)),
    # A plan's money in order: the measures, the panel and the page of the money.
    models.Index(fields=["plan", "stage", "date"], name="transaction_by_stage"),
)
class Transaction(PlanRecord):
    """One row is one sum at one stage of its way, as one side tells it."""

    stage = columns.word(_("stage"), Stage.choices, _("How far the sum has come."))
    appeal = columns.optional_part(
        Appeal, _("appeal"), _("The conference or appeal whose money it is; empty for money of none."), "transactions"
    )
    donor = columns.optional_part(Donor, _("donor"), _("Who gives it; empty for all donors together."), "transactions")
    channel = columns.optional_part(
        Channel, _("channel"), _("What it goes through; empty for all channels together."), "transactions"
    )
    project = columns.optional_part(
        Project, _("project"), _("What it is for; empty for no single project."), "transactions"
    )
    side = columns.word(_("told by"), Side.choices, _("Who says so."), default=Side.OTHER)
    amount = columns.number(_("amount"), _("The sum, in whole units of its currency."))
    currency = currency_code(_("currency"), _("Its ISO 4217 code."))
    is_total = columns.flag(
        _("total"), _("The sum of all up to its date, which replaces what was told before on the same line.")
    )
    reference = columns.line(
        _("reference"), _("Its number with whoever tells it, such as the reference of a transaction in IATI.")
    )

    hangs_on = ("plan", "appeal", "project", "source")


@called(_("exchange rate"), _("exchange rates"), "1 {currency} = {rate} {into} ({date})", prefix="exchangerate")
@in_database(
    rule("exchangerate_is_positive", Q(rate__gt=0)),
    rule("exchangerate_of_two_currencies", ~Q(currency=models.F("into"))),
)
class ExchangeRate(PlanRecord):
    """One row is one rate of conversion: what one unit of a currency was worth in another on a day."""

    currency = currency_code(_("currency"), _("What is converted."))
    into = currency_code(_("into"), _("What it is converted into."))
    rate = columns.number(_("rate"), _("What one unit of the first is worth in the second."))

    hangs_on = ("plan", "source")


@called(_("finding"), _("findings"))
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


@called(_("entry of a finding"), _("entries of findings"), "{finding} ({date})", prefix="findingentry")
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
