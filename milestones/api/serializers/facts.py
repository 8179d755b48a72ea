"""Rows that came, changed or went, described for the schema."""

from rest_framework import serializers

from milestones.api.facts import WHAT
from milestones.kinds.format import every_kind

KINDS = [kind.model._meta.label_lower for kind in every_kind()]
"""The kinds of the core and of the pillar apps that are there, as the entries of revisions call them."""


class DifferingRowSerializer(serializers.Serializer):
    """One row of the plan that is not alike on both sides."""

    what = serializers.ChoiceField(choices=WHAT)
    kind = serializers.ChoiceField(choices=KINDS, help_text="What kind of row it is.")
    key = serializers.IntegerField(help_text="Its number among those of its kind.")
    url = serializers.CharField(
        allow_null=True,
        help_text="Where it is told, or the row in whose entry it stands; null where it is no longer there.",
    )
    pillar = serializers.CharField(allow_null=True, help_text="The pillar to which it belongs, by slug.")
    milestone = serializers.CharField(allow_null=True, help_text="The milestone that it is about, by slug.")
    indicator = serializers.CharField(allow_null=True, help_text="The indicator that it is about, by slug.")
    date = serializers.DateField(allow_null=True, help_text="Of a record the day for which it speaks.")
    before = serializers.DictField(
        allow_null=True,
        help_text="What it said, in the words of the plan file; of one that changed, the keys that say something else.",
    )
    after = serializers.DictField(allow_null=True, help_text="What it says.")


class DifferingRowsSerializer(serializers.Serializer):
    """So many of the rows as were asked for, in the order of the plan file."""

    fact_count = serializers.IntegerField(help_text="How many rows differ in all.")
    facts = DifferingRowSerializer(many=True, help_text="Those from `offset` on, `limit` at the most.")
