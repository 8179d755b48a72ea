"""A plan's revisions, described for the schema."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.changes import CAUSES, CauseSerializer
from milestones.api.serializers.facts import DifferingRowSerializer, DifferingRowsSerializer

CAUSES_OF_REVISIONS = [*CAUSES, "manual"]


class RevisionCauseSerializer(CauseSerializer):
    """What made a revision; a key that does not apply is left out."""

    kind = serializers.ChoiceField(
        choices=CAUSES_OF_REVISIONS, help_text="What happened; manual: it was asked for by hand."
    )


class PlanRevisionSerializer(serializers.Serializer):
    """One revision that changed what the reader sees of a plan."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    number = serializers.IntegerField(help_text="Its number among those that the reader counts, from 1.")
    at = serializers.DateTimeField(help_text="When it was made.")
    method = serializers.IntegerField(help_text="The version of the method with which it was evaluated.")
    causes = RevisionCauseSerializer(
        many=True, help_text="What was edited, or happened, as far as it may be told; 20 at most."
    )
    who = serializers.ListField(
        child=serializers.CharField(),
        help_text="Whose accounts made the edits, for those who see drafts; none for all others.",
    )
    changes = serializers.CharField(help_text="The changes of status that it brought.")


class RevisedRowSerializer(DifferingRowSerializer):
    """One row that the revision took up, with the digests of what it said: SHA-256 in hexadecimal, salted."""

    digest_before = serializers.CharField(allow_null=True, help_text="Of what it said; null where it came.")
    digest = serializers.CharField(allow_null=True, help_text="Of what it says; null where it went.")


class PlanRevisionDetailSerializer(PlanRevisionSerializer, DifferingRowsSerializer):
    """One revision with what it took up."""

    withheld = serializers.IntegerField(help_text="How many rows that it had are restricted now, and told nothing of.")
    facts = RevisedRowSerializer(many=True, help_text="Those from `offset` on, `limit` at the most.")
