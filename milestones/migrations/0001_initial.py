"""A plan with its structure and records, what follows from them, and what is kept of them."""

import re

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import milestones.models.fields
from milestones.migrations._columns import DATED, ID, NOTE, PART, PUBLICATION, RETRACTION, in_languages

VERIFICATION = ('verification', models.PositiveSmallIntegerField(choices=[(0, 'disputed'), (1, 'reported'), (2, 'corroborated'), (3, 'verified')], default=1, help_text='How well it is verified.', verbose_name='verification'))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ID, PUBLICATION,
                ('slug', models.CharField(help_text='Its name in addresses and plan files: a to z, 0 to 9 and hyphens.', max_length=100, unique=True, validators=[django.core.validators.RegexValidator(re.compile('\\A[a-z][a-z0-9-]*\\Z'), '“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.')], verbose_name='slug')),
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                *in_languages('summary', models.TextField, blank=True, default='', help_text='What it is, in a paragraph.', verbose_name='summary'),
                ('verification', models.PositiveSmallIntegerField(choices=[(1, 'reported'), (2, 'corroborated'), (3, 'verified')], default=2, help_text='The grade that a record must have to confirm anything, unless a part says otherwise.', verbose_name='verification')),
                ('timezone', models.CharField(default='UTC', help_text='Whose calendar “today” is, by its IANA name, such as Asia/Gaza.', max_length=100, validators=[milestones.models.fields.validate_time_zone], verbose_name='time zone')),
                ('as_of', models.DateField(blank=True, help_text='Up to which day its records were compiled.', null=True, verbose_name='as of')),
                ('ended', models.DateField(blank=True, help_text='Of a finished plan, its last day; empty while it is followed.', null=True, verbose_name='ended')),
                ('licence', models.CharField(blank=True, default='', help_text='The licence of its data, by its SPDX identifier, such as CC-BY-4.0.', max_length=100, verbose_name='licence')),
                ('revision', models.PositiveBigIntegerField(default=0, editable=False, help_text='Raised by every recompute; what caches are keyed by.', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'plan',
                'verbose_name_plural': 'plans',
                'ordering': ('slug',),
                'permissions': [('view_restricted', 'Can see what is restricted'), ('view_draft', 'Can see drafts')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (1, 3))), name='plan_verification_can_be_required'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Actor',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the actor is called.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(blank=True, choices=[('party', 'party'), ('state', 'state'), ('mediator', 'mediator'), ('institution', 'institution'), ('donor', 'donor'), ('monitor', 'monitor')], default='', help_text='What the actor is to the plan.', max_length=20, verbose_name='kind')),
                ('url', models.CharField(blank=True, default='', help_text="The actor's own site: an http or https address.", max_length=2000, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
            ],
            options={
                'verbose_name': 'actor',
                'verbose_name_plural': 'actors',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='actor_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['', 'party', 'state', 'mediator', 'institution', 'donor', 'monitor'])), name='actor_kind_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the reading is called.', max_length=500, verbose_name='name'),
                ('actor', models.ForeignKey(blank=True, help_text='Whose reading it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='milestones.actor', verbose_name='actor')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='reading_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pillar',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the pillar is called.', max_length=500, verbose_name='name'),
                *in_languages('summary', models.TextField, blank=True, default='', help_text='What it is about.', verbose_name='summary'),
            ],
            options={
                'verbose_name': 'pillar',
                'verbose_name_plural': 'pillars',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='pillar_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the phase is called.', max_length=500, verbose_name='name'),
                ('start', models.DateField(blank=True, help_text='Its first day.', null=True, verbose_name='start')),
                ('end', models.DateField(blank=True, help_text='Its last day; empty while it is open.', null=True, verbose_name='end')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='phase_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the area is called.', max_length=500, verbose_name='name'),
                ('p_code', models.CharField(blank=True, default='', help_text='Its OCHA place code, where it has one.', max_length=100, verbose_name='P-code')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='area_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('title', models.CharField, help_text='Its title.', max_length=500, verbose_name='title'),
                *in_languages('publisher', models.CharField, blank=True, default='', help_text='Who published it.', max_length=500, verbose_name='publisher'),
                ('date', models.DateField(blank=True, help_text='The day of its publication.', null=True, verbose_name='date')),
                ('url', models.CharField(blank=True, default='', help_text='Where it can be read: an http or https address.', max_length=2000, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('archived_url', models.CharField(blank=True, default='', help_text='Where a copy of it is kept: an http or https address.', max_length=2000, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='archived copy')),
                ('language', models.CharField(blank=True, default='', help_text='Its language, as a tag such as en or ar.', max_length=100, verbose_name='language')),
                ('tier', models.CharField(blank=True, choices=[('A', 'A: official or full text'), ('B', 'B: wire or major outlet'), ('C', 'C: secondary or partisan'), ('D', 'D: not read in the original')], default='', help_text='How it was read.', max_length=1, verbose_name='tier')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='source_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('tier__in', ['', 'A', 'B', 'C', 'D'])), name='source_tier_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('plan', models.ForeignKey(help_text='The plan it belongs to.', on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='milestones.plan', verbose_name='plan')),
                ('source', models.ForeignKey(help_text='The document it stands in.', on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='milestones.source', verbose_name='source')),
                ('number', models.CharField(help_text='Its place in the source, as milestones and conditions name it, such as 16 or 3.2.', max_length=100, verbose_name='number')),
                *in_languages('text', models.TextField, help_text='What it says, in our own short words.', verbose_name='text'),
            ],
            options={
                'verbose_name': 'clause',
                'verbose_name_plural': 'clauses',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('source', 'number'), name='clause_number_unique_in_source', violation_error_message='This source has a clause with this number already.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What is counted.', max_length=500, verbose_name='name'),
                ('pillar', models.ForeignKey(help_text='The pillar it belongs to.', on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='milestones.pillar', verbose_name='pillar')),
                ('area', models.ForeignKey(blank=True, help_text='The place it is counted in; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='milestones.area', verbose_name='area')),
                *in_languages('unit', models.CharField, blank=True, default='', help_text='The unit of its values, a symbol or a word.', max_length=500, verbose_name='unit'),
                ('decimals', models.PositiveSmallIntegerField(default=0, help_text='How many decimals are shown.', verbose_name='decimals')),
                ('direction', models.CharField(choices=[('increase', 'increase'), ('decrease', 'decrease')], default='increase', help_text='Which way it is meant to go.', max_length=10, verbose_name='direction')),
                *in_languages('definition', models.TextField, blank=True, default='', help_text='The counting rule.', verbose_name='definition'),
                ('baseline', milestones.models.fields.ExactDecimalField(blank=True, help_text='Its value, in its unit, before the first count.', null=True, verbose_name='baseline')),
                ('target', milestones.models.fields.ExactDecimalField(blank=True, help_text='The value, in its unit, that is promised.', null=True, verbose_name='target')),
                ('target_date', models.DateField(blank=True, help_text='By when the target is promised.', null=True, verbose_name='target date')),
                ('verification', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'reported'), (2, 'corroborated'), (3, 'verified')], help_text="The grade that an observation must have to confirm anything; empty for the plan's.", null=True, verbose_name='verification')),
                ('official', models.CharField(blank=True, default='', help_text='The slug of the one series to read, where the parties agreed on one.', max_length=100, validators=[django.core.validators.RegexValidator(re.compile('\\A[a-z][a-z0-9-]*\\Z'), '“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.')], verbose_name='official series')),
                ('stale_after', models.PositiveIntegerField(blank=True, help_text='Days after which a count no longer speaks for today.', null=True, verbose_name='stale after')),
                ('measure', models.CharField(blank=True, default='', help_text="The pillar app's measure that computes its observations, such as governance.seats_filled.", max_length=100, verbose_name='measure')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='indicator_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('direction__in', ['increase', 'decrease'])), name='indicator_direction_is_known'),
                    models.CheckConstraint(condition=models.Q(('verification__isnull', True), ('verification__range', (1, 3)), _connector='OR'), name='indicator_verification_can_be_required'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('indicator', models.ForeignKey(help_text='What is counted.', on_delete=django.db.models.deletion.CASCADE, related_name='series', to='milestones.indicator', verbose_name='indicator')),
                ('slug', models.CharField(help_text='Its name in plan files: a to z, 0 to 9 and hyphens; unique in its indicator.', max_length=100, validators=[django.core.validators.RegexValidator(re.compile('\\A[a-z][a-z0-9-]*\\Z'), '“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.')], verbose_name='slug')),
                *in_languages('name', models.CharField, blank=True, default='', help_text='What the count is called.', max_length=500, verbose_name='name'),
                ('actor', models.ForeignKey(blank=True, help_text='Who counts.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='milestones.actor', verbose_name='actor')),
                *in_languages('definition', models.TextField, blank=True, default='', help_text='The rule it counts by.', verbose_name='definition'),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ('indicator_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('indicator', 'slug'), name='series_slug_unique_in_indicator', violation_error_message='This indicator has a series with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('indicator', models.ForeignKey(help_text='What was counted.', on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='milestones.indicator', verbose_name='indicator')),
                ('value', milestones.models.fields.ExactDecimalField(help_text="The count, in the indicator's unit.", verbose_name='value')),
                VERIFICATION,
                ('series', models.CharField(blank=True, default='', help_text='The slug of the series it belongs to; empty where there is but one count.', max_length=100, validators=[django.core.validators.RegexValidator(re.compile('\\A[a-z][a-z0-9-]*\\Z'), '“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.')], verbose_name='series')),
            ],
            options={
                'verbose_name': 'observation',
                'verbose_name_plural': 'observations',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['indicator', 'series', 'date'], name='observation_by_series'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='observation_grade_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ID, PUBLICATION, *PART,
                ('planned_start_on', models.DateField(blank=True, help_text='The day on which it is to start.', null=True, verbose_name='planned start')),
                ('planned_start_days', models.PositiveIntegerField(blank=True, help_text="Or: so many days after a milestone's level.", null=True, verbose_name='planned start: days')),
                ('planned_start_after', models.ForeignKey(blank=True, help_text='The milestone from whose level the days are counted.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_starting_after', to='milestones.milestone', verbose_name='planned start: after')),
                ('planned_start_reaches', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level from which the days are counted.', null=True, verbose_name='planned start: reaches')),
                ('due_on', models.DateField(blank=True, help_text='The day on which it is due.', null=True, verbose_name='due')),
                ('due_days', models.PositiveIntegerField(blank=True, help_text="Or: so many days after a milestone's level.", null=True, verbose_name='due: days')),
                ('due_after', models.ForeignKey(blank=True, help_text='The milestone from whose level the days are counted.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_due_after', to='milestones.milestone', verbose_name='due: after')),
                ('due_reaches', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level from which the days are counted.', null=True, verbose_name='due: reaches')),
                *in_languages('name', models.CharField, help_text='The step, in a few words.', max_length=500, verbose_name='name'),
                *in_languages('description', models.TextField, blank=True, default='', help_text='What is promised, and when it counts as done.', verbose_name='description'),
                ('pillar', models.ForeignKey(help_text='The pillar it belongs to.', on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.pillar', verbose_name='pillar')),
                ('kind', models.CharField(choices=[('deed', 'deed'), ('announcement', 'announcement')], default='deed', help_text='A deed, or an announcement: something said or signed, not done.', max_length=15, verbose_name='kind')),
                ('phase', models.ForeignKey(blank=True, help_text='The phase it belongs to.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.phase', verbose_name='phase')),
                ('area', models.ForeignKey(blank=True, help_text='The place it is about; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.area', verbose_name='area')),
                ('source', models.ForeignKey(blank=True, help_text='Where the text promises it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.source', verbose_name='source')),
                ('clause', models.CharField(blank=True, default='', help_text='The place in the source.', max_length=100, verbose_name='clause')),
                ('lapses', models.DateField(blank=True, help_text='The last day of its authority or mandate.', null=True, verbose_name='mandate ends')),
                ('weight', milestones.models.fields.ExactDecimalField(default=1, help_text="What it weighs in its pillar's progress, against the others' weights.", verbose_name='weight')),
                ('verification', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'reported'), (2, 'corroborated'), (3, 'verified')], help_text="The grade that an assessment must have to confirm anything; empty for the plan's.", null=True, verbose_name='verification')),
                ('certifier', models.ForeignKey(blank=True, help_text='The actor who judges that it is complete.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certifies', to='milestones.actor', verbose_name='certifier')),
                ('certifier_none_designated', models.BooleanField(default=False, help_text='The text names nobody who judges that it is complete.', verbose_name='no certifier designated')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ('plan_id', 'rank', 'id'),
                'indexes': [
                    models.Index(fields=['plan', 'rank', 'id'], name='milestone_in_plan_order'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='milestone_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['deed', 'announcement'])), name='milestone_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('verification__isnull', True), ('verification__range', (1, 3)), _connector='OR'), name='milestone_verification_can_be_required'),
                    models.CheckConstraint(condition=models.Q(models.Q(('planned_start_after__isnull', True), ('planned_start_days__isnull', True), ('planned_start_reaches__isnull', True)), models.Q(('planned_start_after__isnull', False), ('planned_start_days__isnull', False), ('planned_start_reaches__isnull', False), ('planned_start_reaches__range', (1, 3)), ('planned_start_on__isnull', True)), _connector='OR'), name='milestone_planned_start_is_day_or_relative', violation_error_message='Give the planned start as a day, or as days, milestone and level together.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('due_after__isnull', True), ('due_days__isnull', True), ('due_reaches__isnull', True)), models.Q(('due_after__isnull', False), ('due_days__isnull', False), ('due_reaches__isnull', False), ('due_reaches__range', (1, 3)), ('due_on__isnull', True)), _connector='OR'), name='milestone_due_is_day_or_relative', violation_error_message='Give the due date as a day, or as days, milestone and level together.'),
                    models.CheckConstraint(condition=models.Q(('planned_start_on__isnull', True), ('due_on__isnull', True), ('due_on__gte', models.F('planned_start_on')), _connector='OR'), name='milestone_due_not_before_planned_start', violation_error_code='due_before_start', violation_error_message='It is due before its planned start. Put the due date on or after it.'),
                    models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='milestone_weight_is_positive', violation_error_code='weight', violation_error_message='A weight is more than 0.'),
                    models.CheckConstraint(condition=models.Q(('certifier__isnull', True), ('certifier_none_designated', False), _connector='OR'), name='milestone_certifier_or_none_designated', violation_error_message='Name a certifier or say that none is designated, not both.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('milestone', models.ForeignKey(help_text='What is owed.', on_delete=django.db.models.deletion.CASCADE, to='milestones.milestone', verbose_name='milestone')),
                ('actor', models.ForeignKey(help_text='Who owes it.', on_delete=django.db.models.deletion.PROTECT, to='milestones.actor', verbose_name='actor')),
            ],
            options={
                'verbose_name': 'responsible actor',
                'verbose_name_plural': 'responsible actors',
                'ordering': ('milestone_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('milestone', 'actor'), name='responsibility_unique'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ShownIndicator',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('milestone', models.ForeignKey(help_text='On whose page it is shown.', on_delete=django.db.models.deletion.CASCADE, to='milestones.milestone', verbose_name='milestone')),
                ('indicator', models.ForeignKey(help_text='What is shown.', on_delete=django.db.models.deletion.PROTECT, to='milestones.indicator', verbose_name='indicator')),
            ],
            options={
                'verbose_name': 'shown indicator',
                'verbose_name_plural': 'shown indicators',
                'ordering': ('milestone_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('milestone', 'indicator'), name='shown_indicator_unique'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('milestone', models.ForeignKey(db_index=False, help_text='What was assessed.', on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='milestones.milestone', verbose_name='milestone')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'not started'), (1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='How far it had come.', verbose_name='level')),
                VERIFICATION,
            ],
            options={
                'verbose_name': 'assessment',
                'verbose_name_plural': 'assessments',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['milestone', 'date'], name='assessment_of_milestone'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('level__range', (0, 3))), name='assessment_level_is_known'),
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='assessment_grade_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ScheduleRevision',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE,
                ('planned_start_on', models.DateField(blank=True, help_text='The day on which it is to start.', null=True, verbose_name='planned start')),
                ('planned_start_days', models.PositiveIntegerField(blank=True, help_text="Or: so many days after a milestone's level.", null=True, verbose_name='planned start: days')),
                ('planned_start_after', models.ForeignKey(blank=True, help_text='The milestone from whose level the days are counted.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_starting_after', to='milestones.milestone', verbose_name='planned start: after')),
                ('planned_start_reaches', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level from which the days are counted.', null=True, verbose_name='planned start: reaches')),
                ('due_on', models.DateField(blank=True, help_text='The day on which it is due.', null=True, verbose_name='due')),
                ('due_days', models.PositiveIntegerField(blank=True, help_text="Or: so many days after a milestone's level.", null=True, verbose_name='due: days')),
                ('due_after', models.ForeignKey(blank=True, help_text='The milestone from whose level the days are counted.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_due_after', to='milestones.milestone', verbose_name='due: after')),
                ('due_reaches', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level from which the days are counted.', null=True, verbose_name='due: reaches')),
                ('milestone', models.ForeignKey(help_text='Whose dates were changed.', on_delete=django.db.models.deletion.PROTECT, related_name='schedule_revisions', to='milestones.milestone', verbose_name='milestone')),
                ('rank', models.PositiveIntegerField(default=0, help_text="Its place among the milestone's revisions, from 0.", verbose_name='rank')),
                ('planned_start_lifted', models.BooleanField(default=False, help_text='There is no planned start any more.', verbose_name='planned start: lifted')),
                ('due_lifted', models.BooleanField(default=False, help_text='There is no due date any more.', verbose_name='due: lifted')),
            ],
            options={
                'verbose_name': 'schedule revision',
                'verbose_name_plural': 'schedule revisions',
                'ordering': ('milestone_id', 'rank', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('planned_start_after__isnull', True), ('planned_start_days__isnull', True), ('planned_start_reaches__isnull', True)), models.Q(('planned_start_after__isnull', False), ('planned_start_days__isnull', False), ('planned_start_reaches__isnull', False), ('planned_start_reaches__range', (1, 3)), ('planned_start_on__isnull', True)), _connector='OR'), name='schedule_revision_planned_start_is_day_or_relative', violation_error_message='Give the planned start as a day, or as days, milestone and level together.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('due_after__isnull', True), ('due_days__isnull', True), ('due_reaches__isnull', True)), models.Q(('due_after__isnull', False), ('due_days__isnull', False), ('due_reaches__isnull', False), ('due_reaches__range', (1, 3)), ('due_on__isnull', True)), _connector='OR'), name='schedule_revision_due_is_day_or_relative', violation_error_message='Give the due date as a day, or as days, milestone and level together.'),
                    models.CheckConstraint(condition=models.Q(('planned_start_lifted', False), models.Q(('planned_start_after__isnull', True), ('planned_start_days__isnull', True), ('planned_start_on__isnull', True), ('planned_start_reaches__isnull', True)), _connector='OR'), name='schedule_revision_planned_start_is_lifted_or_given', violation_error_message='Lift the planned start, or give another; not both.'),
                    models.CheckConstraint(condition=models.Q(('due_lifted', False), models.Q(('due_after__isnull', True), ('due_days__isnull', True), ('due_on__isnull', True), ('due_reaches__isnull', True)), _connector='OR'), name='schedule_revision_due_is_lifted_or_given', violation_error_message='Lift the due date, or give another; not both.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('milestone', models.ForeignKey(help_text='The milestone before whose step it stands.', on_delete=django.db.models.deletion.CASCADE, related_name='gates', to='milestones.milestone', verbose_name='milestone')),
                ('before', models.CharField(choices=[('start', 'start'), ('intermediate', 'well under way'), ('completion', 'completion')], help_text='The step that waits for it.', max_length=15, verbose_name='before')),
                ('require', models.CharField(default='all', help_text='How many of its conditions must be met: all, any, or a number.', max_length=10, validators=[django.core.validators.RegexValidator(re.compile('\\A(all|any|[1-9][0-9]*)\\Z'), '“%(value)s” says not how many conditions are required. Write all, any, or a number from 1.')], verbose_name='require')),
                ('force', models.CharField(choices=[('gates', 'what must come first'), ('informs', 'taken into account')], default='gates', help_text='Whether it must come first, or is only shown (the text says “may”).', max_length=10, verbose_name='force')),
                ('source', models.ForeignKey(blank=True, help_text='Where the text says so.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='milestones.source', verbose_name='source')),
                ('clause', models.CharField(blank=True, default='', help_text='The place in the source.', max_length=100, verbose_name='clause')),
                *NOTE,
            ],
            options={
                'verbose_name': 'group of conditions',
                'verbose_name_plural': 'groups of conditions',
                'ordering': ('milestone_id', 'rank', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('before__in', ['start', 'intermediate', 'completion'])), name='gate_before_is_known'),
                    models.CheckConstraint(condition=models.Q(('force__in', ['gates', 'informs'])), name='gate_force_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GateReading',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('gate', models.ForeignKey(help_text='The conditions that stand under it.', on_delete=django.db.models.deletion.CASCADE, to='milestones.gate', verbose_name='group of conditions')),
                ('reading', models.ForeignKey(help_text='The reading under which it stands.', on_delete=django.db.models.deletion.PROTECT, to='milestones.reading', verbose_name='reading')),
            ],
            options={
                'verbose_name': 'reading of conditions',
                'verbose_name_plural': 'readings of conditions',
                'ordering': ('gate_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('gate', 'reading'), name='gate_reading_unique'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ID,
                ('rank', models.PositiveIntegerField(default=0, help_text='Its place in its list, from 0; equal ranks follow their order of entry.', verbose_name='rank')),
                ('gate', models.ForeignKey(help_text='The conditions among which it stands.', on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='milestones.gate', verbose_name='group of conditions')),
                ('milestone', models.ForeignKey(blank=True, help_text='The milestone that is waited for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited_by', to='milestones.milestone', verbose_name='milestone')),
                ('reaches', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level that the milestone must have.', null=True, verbose_name='reaches')),
                ('indicator', models.ForeignKey(blank=True, help_text='The indicator that is waited for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited_by', to='milestones.indicator', verbose_name='indicator')),
                ('at_least', milestones.models.fields.ExactDecimalField(blank=True, help_text="The lowest value, in the indicator's unit, that will do.", null=True, verbose_name='at least')),
                ('at_most', milestones.models.fields.ExactDecimalField(blank=True, help_text="The highest value, in the indicator's unit, that will do.", null=True, verbose_name='at most')),
                ('pillar', models.ForeignKey(blank=True, help_text='The pillar that is waited for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited_by', to='milestones.pillar', verbose_name='pillar')),
                ('progress', milestones.models.fields.ExactDecimalField(blank=True, help_text='The progress, in percent, that the pillar must have.', null=True, verbose_name='progress')),
                ('date', models.DateField(blank=True, help_text='The day from which it is met.', null=True, verbose_name='date')),
                ('for_days', models.PositiveIntegerField(default=0, help_text='For how many days before, without a break, a level or value must have held; 0 for that day alone.', verbose_name='for days')),
            ],
            options={
                'verbose_name': 'condition',
                'verbose_name_plural': 'conditions',
                'ordering': ('gate_id', 'rank', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('at_least__isnull', True), ('at_most__isnull', True), ('date__isnull', True), ('indicator__isnull', True), ('milestone__isnull', False), ('pillar__isnull', True), ('progress__isnull', True), ('reaches__isnull', False)), models.Q(('at_least__isnull', False), ('at_most__isnull', True), ('date__isnull', True), ('indicator__isnull', False), ('milestone__isnull', True), ('pillar__isnull', True), ('progress__isnull', True), ('reaches__isnull', True)), models.Q(('at_least__isnull', True), ('at_most__isnull', False), ('date__isnull', True), ('indicator__isnull', False), ('milestone__isnull', True), ('pillar__isnull', True), ('progress__isnull', True), ('reaches__isnull', True)), models.Q(('at_least__isnull', True), ('at_most__isnull', True), ('date__isnull', True), ('indicator__isnull', True), ('milestone__isnull', True), ('pillar__isnull', False), ('progress__isnull', False), ('reaches__isnull', True)), models.Q(('at_least__isnull', True), ('at_most__isnull', True), ('date__isnull', False), ('indicator__isnull', True), ('milestone__isnull', True), ('pillar__isnull', True), ('progress__isnull', True), ('reaches__isnull', True)), _connector='OR'), name='condition_is_of_one_kind', violation_error_code='condition_kind', violation_error_message='A condition is one thing: a milestone with its level, an indicator with at least or at most, a pillar with its progress, or a date.'),
                    models.CheckConstraint(condition=models.Q(('reaches__isnull', True), ('reaches__range', (1, 3)), _connector='OR'), name='condition_level_can_be_reached'),
                    models.CheckConstraint(condition=models.Q(('progress__isnull', True), models.Q(('progress__gte', 0), ('progress__lte', 100)), _connector='OR'), name='condition_progress_is_percent', violation_error_code='progress_range', violation_error_message='Progress is from 0 to 100 percent.'),
                    models.CheckConstraint(condition=models.Q(('for_days', 0), ('milestone__isnull', False), ('indicator__isnull', False), _connector='OR'), name='condition_for_days_of_level_or_value', violation_error_code='for_days_misplaced', violation_error_message='“For days” goes with a milestone or an indicator only. Leave it at 0.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('actor', models.ForeignKey(help_text='Whose position it is.', on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='milestones.actor', verbose_name='actor')),
                ('stance', models.CharField(choices=[('supports', 'supports'), ('conditional', 'conditional'), ('opposes', 'opposes'), ('no-position', 'no position')], help_text='What the actor says, in a word.', max_length=15, verbose_name='stance')),
                ('pillar', models.ForeignKey(blank=True, help_text='The pillar it is about, if it is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='milestones.pillar', verbose_name='about the pillar')),
                ('milestone', models.ForeignKey(blank=True, help_text='The milestone it is about, if it is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='milestones.milestone', verbose_name='about the milestone')),
            ],
            options={
                'verbose_name': 'position',
                'verbose_name_plural': 'positions',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('stance__in', ['supports', 'conditional', 'opposes', 'no-position'])), name='position_stance_is_known'),
                    models.CheckConstraint(condition=models.Q(('pillar__isnull', True), ('milestone__isnull', True), _connector='OR'), name='position_is_about_one_thing', violation_error_code='position_about', violation_error_message='A position is about a pillar or a milestone, not both. Choose one.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RecomputeMark',
            fields=[
                ID,
                ('plan', models.ForeignKey(help_text='Whose facts changed.', on_delete=django.db.models.deletion.CASCADE, related_name='recompute_marks', to='milestones.plan', verbose_name='plan')),
                ('raised_at', models.DateTimeField(help_text='When they changed.', verbose_name='raised at')),
                ('cause', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='What changed, as data that the public may see.', verbose_name='cause')),
                ('model', models.CharField(blank=True, default='', help_text='The model of the one row that changed; empty where all are looked at.', max_length=100, verbose_name='model')),
                ('key', models.PositiveBigIntegerField(blank=True, help_text='The primary key of that row.', null=True, verbose_name='key')),
                ('who', models.ForeignKey(blank=True, help_text='Whose account changed it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'recompute mark',
                'verbose_name_plural': 'recompute marks',
                'ordering': ('raised_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ID,
                ('task', models.CharField(help_text="The task's name.", max_length=200, verbose_name='task')),
                ('plan', models.ForeignKey(blank=True, help_text='The plan it worked on; empty for all.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='job_runs', to='milestones.plan', verbose_name='plan')),
                ('started_at', models.DateTimeField(help_text='When it started.', verbose_name='started at')),
                ('finished_at', models.DateTimeField(blank=True, help_text='When it ended; empty while it runs or if it was killed.', null=True, verbose_name='finished at')),
                ('outcome', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('nothing-to-do', 'nothing to do'), ('failed', 'failed'), ('lost', 'lost: its worker was killed')], default='running', help_text='How it ended.', max_length=15, verbose_name='outcome')),
                ('detail', models.TextField(blank=True, default='', help_text='What it did, or why it failed.', verbose_name='detail')),
            ],
            options={
                'verbose_name': 'job run',
                'verbose_name_plural': 'job runs',
                'ordering': ('-started_at', '-id'),
                'indexes': [
                    models.Index(fields=['task', '-started_at'], name='job_run_of_task'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['running', 'done', 'nothing-to-do', 'failed', 'lost'])), name='job_run_outcome_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ID,
                ('plan', models.ForeignKey(db_index=False, help_text='Whose revision it is.', on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='milestones.plan', verbose_name='plan')),
                ('number', models.PositiveBigIntegerField(help_text='Its number in its plan, from 1.', verbose_name='number')),
                ('at', models.DateTimeField(help_text="When it was made; a plan's revisions follow each other.", verbose_name='at')),
                ('method', models.PositiveIntegerField(help_text='The version of the method with which it was evaluated.', verbose_name='method')),
                ('cause', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='What changed, as data; of a hidden row the public is told nothing.', verbose_name='cause')),
                ('who', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='By the key of each account that made changes: the rows that they name, by kind.', verbose_name='who')),
                ('public_number', models.PositiveBigIntegerField(help_text='How many revisions changed what the public sees, up to this one.', verbose_name='public number')),
                ('cleared_number', models.PositiveBigIntegerField(help_text='How many changed what those cleared for restricted things see, up to this one.', verbose_name='cleared number')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ('plan_id', '-number'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'number'), name='revision_number_unique_in_plan'),
                    models.UniqueConstraint(fields=('plan', 'at'), name='revision_instant_unique_in_plan'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanEntry',
            fields=[
                ID,
                ('plan', models.ForeignKey(db_index=False, help_text='Whose row it is.', on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='milestones.plan', verbose_name='plan')),
                ('kind', models.CharField(help_text="The row's model, such as milestones.milestone.", max_length=100, verbose_name='kind')),
                ('key', models.PositiveBigIntegerField(help_text="The row's primary key.", verbose_name='key')),
                ('owner', models.PositiveBigIntegerField(help_text='The key of the row in whose list it stands; 0 for none.', verbose_name='owner')),
                ('rank', models.PositiveIntegerField(help_text='Its place in that list, where it keeps one.', verbose_name='rank')),
                ('body', models.TextField(help_text="What it said, as canonical JSON in the plan file's keys.", verbose_name='body')),
                ('publication', models.CharField(choices=[('published', 'published'), ('restricted', 'restricted'), ('draft', 'draft'), ('draft-restricted', 'draft and restricted')], help_text='Who saw it, by its own publication and that of all that it hangs on; an embargo restricts.', max_length=20, verbose_name='publication')),
                ('salt', models.BinaryField(help_text='Random bytes, so that the digest tells nothing.', verbose_name='salt')),
                ('digest', models.BinaryField(help_text='SHA-256 of the salt and of the canonical JSON of the row.', verbose_name='digest')),
                ('first', models.PositiveBigIntegerField(help_text='The revision that took it up.', verbose_name='first')),
                ('last', models.PositiveBigIntegerField(blank=True, help_text='The last revision in which it stood; empty while it stands.', null=True, verbose_name='last')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'ordering': ('plan_id', 'kind', 'key', 'first'),
                'indexes': [
                    models.Index(fields=['plan', 'kind', 'key', 'first'], name='entry_of_row'),
                    models.Index(fields=['plan', 'last', 'first'], name='entry_in_state'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('last__isnull', True)), fields=('plan', 'kind', 'key'), name='entry_one_open_of_a_row'),
                    models.CheckConstraint(condition=models.Q(('last__isnull', True), ('last__gte', models.F('first')), _connector='OR'), name='entry_last_not_before_first'),
                    models.CheckConstraint(condition=models.Q(('publication__in', ['published', 'restricted', 'draft', 'draft-restricted'])), name='entry_publication_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MilestoneStatus',
            fields=[
                ('milestone', models.OneToOneField(help_text='Whose verdict it is.', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='current', serialize=False, to='milestones.milestone', verbose_name='milestone')),
                ('status', models.CharField(choices=[('withdrawn', 'given up'), ('lapsed', 'mandate ended'), ('premature', 'went ahead early'), ('undermined', 'a condition has failed since'), ('fulfilled', 'done'), ('deadlocked', 'waits in a circle'), ('blocked', 'cannot come as things stand'), ('unconditional', 'no condition written'), ('cleared', 'conditions met, not done'), ('unsettled', 'can’t tell'), ('delayed', 'waits, will be late'), ('waiting', 'waits')], help_text='Its contingency status.', max_length=20, verbose_name='status')),
                ('since', models.DateField(blank=True, help_text='The day of the status change that brought it here.', null=True, verbose_name='since')),
                ('level_low', models.PositiveSmallIntegerField(choices=[(0, 'not started'), (1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The level that is confirmed.', verbose_name='level, low')),
                ('level_high', models.PositiveSmallIntegerField(choices=[(0, 'not started'), (1, 'started'), (2, 'well under way'), (3, 'complete')], help_text='The highest level that is also said.', verbose_name='level, high')),
                ('is_overdue', models.BooleanField(help_text='It is past due and not complete.', verbose_name='late')),
                ('earliest_start', models.DateField(blank=True, help_text='Earliest date of its start; empty for never.', null=True, verbose_name='earliest start')),
                ('earliest_complete', models.DateField(blank=True, help_text='Earliest date of its completion; empty for never.', null=True, verbose_name='earliest completion')),
                ('established_start', models.DateField(blank=True, help_text='Confirmed date of its start; empty for none.', null=True, verbose_name='confirmed start')),
                ('established_complete', models.DateField(blank=True, help_text='Confirmed date of its completion; empty for none.', null=True, verbose_name='confirmed completion')),
                ('delay_days', models.PositiveIntegerField(blank=True, help_text='Days by which its earliest completion passes its due date; empty without either.', null=True, verbose_name='delay in days')),
                ('releases', models.PositiveIntegerField(help_text='How many others would have all that must come first, if it were complete.', verbose_name='unlocks')),
                ('downstream', models.PositiveIntegerField(help_text='How many others depend on it, directly or through others.', verbose_name='depend on it')),
                ('reasons', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='Why it has this status, as data.', verbose_name='reasons')),
                ('verdict', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='The whole verdict, as data: level, conditions, forecast and reasons.', verbose_name='verdict')),
            ],
            options={
                'verbose_name': "milestone's status",
                'verbose_name_plural': "milestones' statuses",
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['withdrawn', 'lapsed', 'premature', 'undermined', 'fulfilled', 'deadlocked', 'blocked', 'unconditional', 'cleared', 'unsettled', 'delayed', 'waiting'])), name='milestone_status_is_known'),
                    models.CheckConstraint(condition=models.Q(('level_high__range', (0, 3)), ('level_low__lte', models.F('level_high')), ('level_low__range', (0, 3))), name='milestone_status_level_is_range'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanStatus',
            fields=[
                ('plan', models.OneToOneField(help_text='Whose evaluation it is.', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='current', serialize=False, to='milestones.plan', verbose_name='plan')),
                ('on', models.DateField(help_text="The day for which it holds, in the plan's time zone.", verbose_name='on')),
                ('computed_at', models.DateTimeField(help_text='When it was computed.', verbose_name='computed at')),
                ('revision', models.PositiveBigIntegerField(help_text="The plan's revision that this evaluation made.", verbose_name='revision')),
                ('evaluation', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text="Pillars, matrix and deadlocks; the milestones' verdicts have rows of their own.", verbose_name='evaluation')),
            ],
            options={
                'verbose_name': "plan's evaluation",
                'verbose_name_plural': "plans' evaluations",
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ID,
                ('plan', models.ForeignKey(db_index=False, help_text='The plan it happened in.', on_delete=django.db.models.deletion.PROTECT, related_name='status_changes', to='milestones.plan', verbose_name='plan')),
                ('milestone', models.ForeignKey(db_index=False, help_text='Whose status changed.', on_delete=django.db.models.deletion.PROTECT, related_name='status_changes', to='milestones.milestone', verbose_name='milestone')),
                ('old', models.CharField(blank=True, choices=[('withdrawn', 'given up'), ('lapsed', 'mandate ended'), ('premature', 'went ahead early'), ('undermined', 'a condition has failed since'), ('fulfilled', 'done'), ('deadlocked', 'waits in a circle'), ('blocked', 'cannot come as things stand'), ('unconditional', 'no condition written'), ('cleared', 'conditions met, not done'), ('unsettled', 'can’t tell'), ('delayed', 'waits, will be late'), ('waiting', 'waits')], default='', help_text='Its status before; empty when it had none yet.', max_length=20, verbose_name='old status')),
                ('new', models.CharField(choices=[('withdrawn', 'given up'), ('lapsed', 'mandate ended'), ('premature', 'went ahead early'), ('undermined', 'a condition has failed since'), ('fulfilled', 'done'), ('deadlocked', 'waits in a circle'), ('blocked', 'cannot come as things stand'), ('unconditional', 'no condition written'), ('cleared', 'conditions met, not done'), ('unsettled', 'can’t tell'), ('delayed', 'waits, will be late'), ('waiting', 'waits')], help_text='Its status from then on.', max_length=20, verbose_name='new status')),
                ('on', models.DateField(help_text='The day for which the recompute was made.', verbose_name='on')),
                ('computed_at', models.DateTimeField(help_text='When it was computed.', verbose_name='computed at')),
                ('reasons', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='Why it has the new status, as data.', verbose_name='reasons')),
                ('kind', models.CharField(choices=[('facts', 'facts'), ('text', 'the plan’s text'), ('publication', 'publication'), ('day', 'a new day'), ('method', 'a new method'), ('loaded', 'the plan was loaded')], default='facts', help_text='What made it change.', max_length=15, verbose_name='kind')),
                ('method', models.PositiveIntegerField(default=1, help_text='The version of the method with which it was computed.', verbose_name='method')),
                ('cause', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='What made it change, of what the milestone rests on, as data that the public may see.', verbose_name='cause')),
                ('revision', models.PositiveBigIntegerField(help_text="The plan's revision that brought it.", verbose_name='revision')),
            ],
            options={
                'verbose_name': 'status change',
                'verbose_name_plural': 'status changes',
                'ordering': ('-computed_at', '-id'),
                'indexes': [
                    models.Index(fields=['plan', '-computed_at', '-id'], name='status_change_in_plan'),
                    models.Index(fields=['milestone', '-computed_at', '-id'], name='status_change_of_milestone'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('milestone', 'revision'), name='status_change_once_a_revision'),
                    models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='status_change_is_a_change'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['facts', 'text', 'publication', 'day', 'method', 'loaded'])), name='status_change_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('old__in', ['', 'withdrawn', 'lapsed', 'premature', 'undermined', 'fulfilled', 'deadlocked', 'blocked', 'unconditional', 'cleared', 'unsettled', 'delayed', 'waiting']), ('new__in', ['withdrawn', 'lapsed', 'premature', 'undermined', 'fulfilled', 'deadlocked', 'blocked', 'unconditional', 'cleared', 'unsettled', 'delayed', 'waiting'])), name='status_change_statuses_are_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE,
                ('milestone', models.ForeignKey(help_text='What is no longer pursued.', on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='milestones.milestone', verbose_name='milestone')),
            ],
            options={
                'verbose_name': 'milestone given up',
                'verbose_name_plural': 'milestones given up',
                'ordering': ('date', 'recorded_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='WithdrawalEnding',
            fields=[
                ID, *DATED,
                ('withdrawal', models.OneToOneField(help_text='What is over.', on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='milestones.withdrawal', verbose_name='milestone given up')),
            ],
            options={
                'verbose_name': 'milestone taken up again',
                'verbose_name_plural': 'milestones taken up again',
                'ordering': ('date', 'recorded_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE,
                ('gate', models.ForeignKey(help_text='What was set aside.', on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='milestones.gate', verbose_name='group of conditions')),
            ],
            options={
                'verbose_name': 'waiver',
                'verbose_name_plural': 'waivers',
                'ordering': ('date', 'recorded_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='WaiverEnding',
            fields=[
                ID, *DATED,
                ('waiver', models.OneToOneField(help_text='What is over.', on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='milestones.waiver', verbose_name='waiver')),
            ],
            options={
                'verbose_name': 'end of a waiver',
                'verbose_name_plural': 'ends of waivers',
                'ordering': ('date', 'recorded_at', 'id'),
            },
        ),
        migrations.AddField(model_name='milestone', name='responsible', field=models.ManyToManyField(blank=True, help_text='The actors who owe it.', related_name='responsibilities', through='milestones.Responsibility', to='milestones.actor', verbose_name='responsible')),
        migrations.AddField(model_name='milestone', name='indicators', field=models.ManyToManyField(blank=True, help_text='The indicators shown on its page.', related_name='milestones', through='milestones.ShownIndicator', to='milestones.indicator', verbose_name='indicators')),
        migrations.AddField(model_name='gate', name='readings', field=models.ManyToManyField(blank=True, help_text='The readings under which it stands; none named means every reading.', related_name='gates', through='milestones.GateReading', to='milestones.reading', verbose_name='readings')),
    ]
