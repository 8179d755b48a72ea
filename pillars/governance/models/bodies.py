"""Bodies, the portfolios that they have, and their seats."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from milestones.models import Actor, PlanPart, Published, Source, called, columns, constrained, rule
from pillars.governance.models.choices import BodyKind


@called(_("body"), _("bodies"))
@constrained(
    "body",
    rule(
        "body_size_is_positive",
        Q(size__isnull=True) | Q(size__gt=0),
        _("A body has at least one seat. Leave its size empty if unknown."),
    ),
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
@constrained("portfolio")
class Portfolio(PlanPart):
    """One row is one field of government that a body divides among its seats."""

    body = columns.part(Body, _("body"), _("The body whose portfolio it is."), "portfolios")
    name = columns.name(_("What the portfolio is called."))

    hangs_on = ("plan", "body")


@called(_("seat"), _("seats"))
@constrained("seat")
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
