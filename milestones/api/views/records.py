"""Records: observations, assessments and positions."""

from milestones.api import filters
from milestones.api.serializers import records as shapes
from milestones.api.views.lists import RowListView, RowView
from milestones.models import Assessment, Observation, Position

RECORD_ORDERINGS = {"date": "date", "recorded_at": "recorded_at"}
RECORD_ORDER = ("date", "recorded_at", "pk")


class ObservationListView(RowListView):
    """The values of indicators on dates, oldest first; retracted ones too, with the instant of their retraction."""

    operation, tag, summary = "observations", "records", "Observations"
    model = Observation
    serializer_class = shapes.ObservationSerializer
    filterset_class = filters.ObservationFilters
    orderings = {**RECORD_ORDERINGS, "value": "value"}
    default_order = RECORD_ORDER
    searched = ("note",)


class ObservationView(RowView):
    """An observation."""

    operation, tag, summary = "observation", "records", "One observation"
    model = Observation
    serializer_class = shapes.ObservationSerializer
    keys = {"pk": "pk"}


class AssessmentListView(RowListView):
    """The judgements of milestones' levels, oldest first; retracted ones too, with the instant of their retraction."""

    operation, tag, summary = "assessments", "records", "Assessments"
    model = Assessment
    serializer_class = shapes.AssessmentSerializer
    filterset_class = filters.AssessmentFilters
    orderings = {**RECORD_ORDERINGS, "level": "level"}
    default_order = RECORD_ORDER
    searched = ("note",)


class AssessmentView(RowView):
    """An assessment."""

    operation, tag, summary = "assessment", "records", "One assessment"
    model = Assessment
    serializer_class = shapes.AssessmentSerializer
    keys = {"pk": "pk"}


class PositionListView(RowListView):
    """The things that actors said, oldest first; retracted ones too, with the instant of their retraction."""

    operation, tag, summary = "positions", "records", "Positions"
    model = Position
    serializer_class = shapes.PositionSerializer
    filterset_class = filters.PositionFilters
    orderings = RECORD_ORDERINGS
    default_order = RECORD_ORDER
    searched = ("note",)


class PositionView(RowView):
    """A position."""

    operation, tag, summary = "position", "records", "One position"
    model = Position
    serializer_class = shapes.PositionSerializer
    keys = {"pk": "pk"}
