"""The engine's vocabulary: every scale a verdict is told on."""

from enum import IntEnum, StrEnum


class Scale(IntEnum):
    """Steps in ascending order."""

    @property
    def slug(self) -> str:
        """The plan file's word for the step."""
        return self.name.lower()


class Level(Scale):
    """How far a milestone has come; the scale of the Peace Accords Matrix (Kroc Institute)."""

    NOT_INITIATED = 0
    MINIMUM = 1
    INTERMEDIATE = 2
    COMPLETE = 3


class Grade(Scale):
    """How well a record is verified, ascending; DISPUTED is set aside and counts for nothing."""

    DISPUTED = 0
    REPORTED = 1
    CORROBORATED = 2
    VERIFIED = 3


class Before(StrEnum):
    """Which step of a milestone a group stands before."""

    START = "start"
    INTERMEDIATE = "intermediate"
    COMPLETION = "completion"

    @property
    def level(self) -> Level:
        """The level that may not be reached before the group holds."""
        return _LEVEL_BEHIND[self]


_LEVEL_BEHIND = dict(zip(Before, (Level.MINIMUM, Level.INTERMEDIATE, Level.COMPLETE), strict=True))


class Force(StrEnum):
    """Whether a group holds its milestone up, or is only shown beside it."""

    GATES = "gates"
    INFORMS = "informs"


class Truth(StrEnum):
    """What the records say of a condition or a group on one day."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Contingency status of a milestone, in the order in which the rules are tried (section 4)."""

    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    PREMATURE = "premature"
    UNDERMINED = "undermined"
    FULFILLED = "fulfilled"
    DEADLOCKED = "deadlocked"
    BLOCKED = "blocked"
    UNCONDITIONAL = "unconditional"
    CLEARED = "cleared"
    UNSETTLED = "unsettled"
    DELAYED = "delayed"
    WAITING = "waiting"

    @property
    def is_open(self) -> bool:
        """Whether something still holds the milestone up."""
        return self in OPEN_STATUSES


SEVERITY = (
    Status.LAPSED,
    Status.PREMATURE,
    Status.UNDERMINED,
    Status.DEADLOCKED,
    Status.BLOCKED,
    Status.DELAYED,
    Status.WAITING,
    Status.UNSETTLED,
    Status.CLEARED,
    Status.UNCONDITIONAL,
    Status.FULFILLED,
)
"""Most severe first; `withdrawn` has no severity (section 5)."""


OPEN_STATUSES = frozenset(SEVERITY[1 : SEVERITY.index(Status.CLEARED)])
"""Those that are neither at an end nor free to go ahead."""
