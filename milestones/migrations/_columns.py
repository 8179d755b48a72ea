"""Columns that the tables of every app have, as they were first made; and a text in each language."""

import re

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import models


def in_languages(name, column, **options):
    """A text's column, and one for each language."""
    own = [(f"{name}_{language}", column(**options, null=True)) for language in ("en", "ar", "he")]
    return ((name, column(**options)), *own)


ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
PUBLICATION = (
    "publication",
    models.CharField(
        choices=[("draft", "draft"), ("published", "published"), ("restricted", "restricted")],
        default="draft",
        help_text="Draft: seen by analysts. Published: seen by all. Restricted: seen by those cleared for it.",
        max_length=10,
        verbose_name="publication",
    ),
)
PART = (
    (
        "rank",
        models.PositiveIntegerField(
            default=0,
            help_text="Its place in its list, from 0; equal ranks follow their order of entry.",
            verbose_name="rank",
        ),
    ),
    (
        "plan",
        models.ForeignKey(
            help_text="The plan it belongs to.",
            on_delete=django.db.models.deletion.PROTECT,
            related_name="%(class)ss",
            to="milestones.plan",
            verbose_name="plan",
        ),
    ),
    (
        "slug",
        models.CharField(
            help_text="Its name in addresses and plan files: a to z, 0 to 9 and hyphens; unique in its plan.",
            max_length=100,
            validators=[
                django.core.validators.RegexValidator(
                    re.compile("\\A[a-z][a-z0-9-]*\\Z"),
                    "“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.",
                )
            ],
            verbose_name="slug",
        ),
    ),
)
"""Of a part of a plan: its place, its plan and its slug."""
DATED = (
    ("date", models.DateField(help_text="The day for which it speaks.", verbose_name="date")),
    (
        "recorded_at",
        models.DateTimeField(
            default=django.utils.timezone.now,
            help_text="The instant at which the tracker learned it.",
            verbose_name="recorded",
        ),
    ),
    (
        "source",
        models.ForeignKey(
            blank=True,
            help_text="The document it rests on.",
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="%(class)ss",
            to="milestones.source",
            verbose_name="source",
        ),
    ),
    (
        "entered_by",
        models.ForeignKey(
            blank=True,
            help_text="Whose account entered it; empty where it came with a plan file. Such accounts are closed, not deleted.",
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
            verbose_name="entered by",
        ),
    ),
)
"""Of a record: its two clocks, its source and who entered it."""
RETRACTION = (
    (
        "retracted_at",
        models.DateTimeField(
            blank=True,
            help_text="The instant from which it no longer counts because it was mistaken. It is set once.",
            null=True,
            verbose_name="retracted",
        ),
    ),
    (
        "retraction_reason",
        models.CharField(
            blank=True,
            default="",
            help_text="Why it no longer counts, in a sentence; set with the instant.",
            max_length=1000,
            verbose_name="reason of the retraction",
        ),
    ),
    (
        "retraction_reason_ar",
        models.CharField(
            blank=True,
            default="",
            help_text="The reason in Arabic, where it was translated.",
            max_length=1000,
            verbose_name="reason of the retraction, in Arabic",
        ),
    ),
    (
        "retraction_reason_he",
        models.CharField(
            blank=True,
            default="",
            help_text="The reason in Hebrew, where it was translated.",
            max_length=1000,
            verbose_name="reason of the retraction, in Hebrew",
        ),
    ),
)
"""Of a record that can be taken back: from when it counts no more, and why."""
NOTE = in_languages(
    "note",
    models.TextField,
    blank=True,
    default="",
    help_text="What a reader should know of it.",
    verbose_name="note",
)
