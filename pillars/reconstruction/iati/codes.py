"""The standard's code lists, as far as they are used: https://iatistandard.org, version 2.03."""

from pillars.reconstruction.models.choices import Stage, StepKind

VERSION = "2.03"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

STAGE_OF = {
    "1": Stage.RECEIVED,
    "2": Stage.COMMITMENT,
    "3": Stage.DISBURSED,
    "4": Stage.SPENT,
    "11": Stage.COMMITMENT,
    "12": Stage.PLEDGE,
    "13": Stage.PLEDGE,
}
"""TransactionType to stage; interest, repayments, equity and guarantees have none."""
TYPE_OF = {Stage.PLEDGE: "13", Stage.COMMITMENT: "11", Stage.RECEIVED: "1", Stage.DISBURSED: "3", Stage.SPENT: "4"}
"""Stage to TransactionType; what is due is no transaction."""

FROM_DONORS = (Stage.PLEDGE, Stage.COMMITMENT, Stage.RECEIVED)
"""Of these a donor is the provider and a channel the receiver; later a channel provides, and the project receives."""

PIPELINE, IMPLEMENTATION, CLOSED, CANCELLED, SUSPENDED = "1", "2", "4", "5", "6"
STATUS_OF = {
    StepKind.STARTED: IMPLEMENTATION,
    StepKind.RESUMED: IMPLEMENTATION,
    StepKind.SUSPENDED: SUSPENDED,
    StepKind.COMPLETED: CLOSED,
    StepKind.CANCELLED: CANCELLED,
}
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
PARENT = "1"
PERFORMANCE = "2"
"""ConditionType: something must have come about, which is all that a gate asks."""
OTHER_ORGANISATION = "90"
DAC_SECTORS, OWN_SECTORS = "1", "99"


def default_reference(plan: str) -> str:
    """The organisation identifier that stands for the tracker itself, where none is given."""
    return f"XI-TRACKER-{plan}"
