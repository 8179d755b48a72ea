"""Who holds the seats of which body, and who held them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milestones import notation
from milestones.lettering import isolated
from milestones.models import Actor, GradedRecord, PlanPart, Published, Source, called, columns, in_database, rule
from pillars.governance.models.choices import BodyKind, Vetting


@called(_("body"), _("bodies"))
@in_database(
    rule(
        "body_size_is_positive",
        Q(size__isnull=True) | Q(size__gt=0),
        _("A body has at least one seat. Leave its size empty if unknown."),
    )
)
class Body(Published, PlanPart):
    """One row is one body that governs, oversees or keeps order under a plan."""

    name = columns.name(_("What the body is called."))
    kind = columns.word(_("kind"), BodyKind.choices, _("What the body is."), length=20)
    actor = columns.optional_part(
        Actor, _("actor"), _("The actor of the plan that the body is, where it is one."), "governance_bodies"
    )
    size = columns.optional_count(_("size"), _("How many seats the sources give it; empty where they give no number."))
    description = columns.long_text(_("description"), _("What it is for, and what is known of it."))
    source = columns.optional_part(
        Source, _("source"), _("Where the body is set up or described."), "governance_bodies"
    )
    clause = columns.clause()


@called(_("portfolio"), _("portfolios"))
class Portfolio(PlanPart):
    """One row is one field of government that a body divides among its seats."""

    body = columns.part(Body, _("body"), _("The body whose portfolio it is."), "portfolios")
    name = columns.name(_("What the portfolio is called."))

    hangs_on = ("plan", "body")


@called(_("seat"), _("seats"))
class Seat(PlanPart):
    """One row is one seat of a body, whoever holds it."""

    body = columns.part(Body, _("body"), _("The body that the seat is in."), "seats")
    name = columns.name(_("What the seat is called."))
    portfolio = columns.optional_part(
        Portfolio, _("portfolio"), _("What its holder is charged with; empty where none was published."), "seats"
    )
    must_be_independent = columns.flag(
        _("must be independent"), _("Whether the text wants its holder to be independent of parties.")
    )

    hangs_on = ("plan", "body", "portfolio")


class SeatRecord(GradedRecord):
    """What a seat is from a day on, until a later record says otherwise."""

    seat = columns.part(Seat, _("seat"), _("The seat it is about."), "%(class)s_records")

    class Meta(GradedRecord.Meta):
        abstract = True


@called(_("appointment"), _("appointments"))
@in_database(
    rule(
        "appointment_until_not_before_date",
        Q(until__isnull=True) | Q(until__gte=F("date")),
        _("The last day in the seat lies before the first. Put it later."),
    ),
    # A seat's holders in order: the body's page, and who holds it on a day.
    models.Index(fields=["seat", "date"], name="appointment_by_seat"),
)
class Appointment(SeatRecord):
    """One row says that from its date on a seat is held, and by whom where that was made public."""

    holder = columns.line(
        _("holder"),
        _(
            "The holder's name as the source prints it, and nothing else about the person. Only where the "
            "appointment was public; else empty."
        ),
    )
    vetting = columns.word(
        _("vetting"),
        Vetting.choices,
        _("What came of the vetting. A later result is a new appointment of the same holder."),
        length=12,
        default=Vetting.NOT_STATED,
    )
    vetted_by = columns.optional_part(Actor, _("vetted by"), _("Whose vetting it was."), "vetted_appointments")
    until = columns.optional_day(
        _("until"), _("The last day in the seat, where it was stated; empty while it is open.")
    )

    hangs_on = ("seat", "vetted_by", "source")

    def __str__(self) -> str:
        holder = self.holder or gettext("name not public")
        return f"{isolated(self.seat)}: {isolated(holder)} ({notation.day(self.date)})"


@called(_("vacancy"), _("vacancies"))
@in_database(
    # A seat's vacancies in order, beside its appointments.
    models.Index(fields=["seat", "date"], name="vacancy_by_seat")
)
class Vacancy(SeatRecord):
    """One row says that from its date on nobody holds a seat."""

    hangs_on = ("seat", "source")

    def __str__(self) -> str:
        state = gettext("vacant")
        return f"{isolated(self.seat)}: {state} ({notation.day(self.date)})"
