"""Needs, projects and money."""

import re

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import milestones.models.fields
import pillars.reconstruction.currencies
from milestones.migrations._columns import DATED, ID, NOTE, PART, PUBLICATION, RETRACTION, in_languages

OWN_PLAN = ('plan', models.ForeignKey(help_text='The plan it belongs to.', on_delete=django.db.models.deletion.PROTECT, related_name='reconstruction_%(class)ss', to='milestones.plan', verbose_name='plan'))
VERIFICATION = ('verification', models.PositiveSmallIntegerField(choices=[(0, 'disputed'), (1, 'reported'), (2, 'corroborated'), (3, 'verified')], default=1, help_text='How well it is verified; a disputed record counts for nothing.', verbose_name='verification'))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sector',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the sector is called.', max_length=500, verbose_name='name'),
                ('iati_code', models.CharField(blank=True, default='', help_text='The five-digit DAC purpose code (IATI vocabulary 1) that it stands for; empty for none.', max_length=100, verbose_name='IATI sector code')),
            ],
            options={
                'verbose_name': 'sector',
                'verbose_name_plural': 'sectors',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='sector_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What is covered.', max_length=500, verbose_name='name'),
            ],
            options={
                'verbose_name': 'territory',
                'verbose_name_plural': 'territories',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='territory_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                *in_languages('summary', models.TextField, blank=True, default='', help_text='What the money is for, and what is counted.', verbose_name='summary'),
                ('currency', models.CharField(help_text='The ISO 4217 code of the currency in which its sums are told.', max_length=3, validators=[pillars.reconstruction.currencies.validate_currency], verbose_name='currency')),
                ('is_base_rate', models.BooleanField(default=False, help_text='An earlier appeal, kept for comparison; it is no money of this plan.', verbose_name='base rate')),
                ('milestone', models.ForeignKey(blank=True, help_text='The milestone that its payment is; the money waits for what must come before it. Empty for none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='milestones.milestone', verbose_name='milestone')),
                ('iati_identifier', models.CharField(blank=True, default='', help_text='The identifier of the activity that reports it; empty for one made from the slug.', max_length=500, verbose_name='IATI identifier')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='appeal_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Donor',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                ('actor', models.ForeignKey(blank=True, help_text="Who it is among the plan's actors; empty for a group, or where it is none of them.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='donor_roles', to='milestones.actor', verbose_name='actor')),
                ('part_of', models.ForeignKey(blank=True, help_text="The group whose sum includes it; where both are told, only the group's sum counts.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='reconstruction.donor', verbose_name='part of')),
                ('iati_ref', models.CharField(blank=True, default='', help_text='Its organisation identifier in IATI; empty where it has none.', max_length=100, verbose_name='IATI organisation')),
            ],
            options={
                'verbose_name': 'donor',
                'verbose_name_plural': 'donors',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='donor_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('part_of', models.F('id')), _negated=True), _connector='OR'), name='donor_no_part_of_itself'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(choices=[('fund', 'fund'), ('account', 'account'), ('bilateral', 'bilateral'), ('agency', 'agency')], help_text='What it is.', max_length=10, verbose_name='kind')),
                ('holder', models.ForeignKey(blank=True, help_text="Who keeps it, such as a fund's trustee.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channels_held', to='milestones.actor', verbose_name='holder')),
                ('iati_ref', models.CharField(blank=True, default='', help_text='Its organisation identifier in IATI; empty where it has none.', max_length=100, verbose_name='IATI organisation')),
            ],
            options={
                'verbose_name': 'channel',
                'verbose_name_plural': 'channels',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='channel_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['fund', 'account', 'bilateral', 'agency'])), name='channel_kind_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                *in_languages('description', models.TextField, blank=True, default='', help_text='What is built, in a paragraph.', verbose_name='description'),
                ('sector', models.ForeignKey(blank=True, help_text='The sector it belongs to; empty if not stated.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='reconstruction.sector', verbose_name='sector')),
                ('area', models.ForeignKey(blank=True, help_text='The place it is in; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='milestones.area', verbose_name='area')),
                ('implementer', models.ForeignKey(blank=True, help_text='Who carries it out.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='milestones.actor', verbose_name='implementer')),
                ('milestone', models.ForeignKey(blank=True, help_text='The milestone it belongs to; what must come before that is its condition. Empty for none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='milestones.milestone', verbose_name='milestone')),
                ('iati_identifier', models.CharField(blank=True, default='', help_text='The identifier of its activity; empty for one made from the slug.', max_length=500, verbose_name='IATI identifier')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='project_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.UniqueConstraint(condition=models.Q(('iati_identifier', ''), _negated=True), fields=('plan', 'iati_identifier'), name='project_iati_identifier_unique_in_plan', violation_error_message='This plan has a project with this IATI identifier already.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProjectStep',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('project', models.ForeignKey(help_text='Whose step it is.', on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reconstruction.project', verbose_name='project')),
                ('kind', models.CharField(choices=[('planned', 'planned'), ('started', 'started'), ('suspended', 'suspended'), ('resumed', 'resumed'), ('completed', 'completed'), ('cancelled', 'cancelled')], help_text='What happened.', max_length=10, verbose_name='kind')),
                ('planned_start', models.DateField(blank=True, help_text='With “planned”: the day it is to start.', null=True, verbose_name='planned start')),
                ('planned_end', models.DateField(blank=True, help_text='With “planned”: the day it is to be complete.', null=True, verbose_name='planned end')),
            ],
            options={
                'verbose_name': 'step of a project',
                'verbose_name_plural': 'steps of projects',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='projectstep_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['planned', 'started', 'suspended', 'resumed', 'completed', 'cancelled'])), name='projectstep_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('kind', 'planned'), models.Q(('planned_end__isnull', True), ('planned_start__isnull', True)), _connector='OR'), name='projectstep_dates_are_planned'),
                ],
            },
        ),
        migrations.CreateModel(
            name='UnitCount',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('project', models.ForeignKey(help_text='Whose units they are.', on_delete=django.db.models.deletion.PROTECT, related_name='unit_counts', to='reconstruction.project', verbose_name='project')),
                ('kind', models.CharField(choices=[('planned', 'planned'), ('delivered', 'delivered')], help_text='Planned or delivered.', max_length=10, verbose_name='kind')),
                ('unit', models.CharField(choices=[('homes', 'homes'), ('hospital-beds', 'hospital beds'), ('classrooms', 'classrooms'), ('megawatts', 'megawatts'), ('cubic-metres-a-day', 'cubic metres a day'), ('kilometres', 'kilometres'), ('tonnes', 'tonnes')], help_text='What is counted.', max_length=20, verbose_name='unit')),
                ('quantity', milestones.models.fields.ExactDecimalField(help_text='How many.', verbose_name='quantity')),
                ('is_total', models.BooleanField(default=False, help_text='The sum of all up to its date, which replaces what was counted before; a plan always is.', verbose_name='total')),
            ],
            options={
                'verbose_name': 'count of units',
                'verbose_name_plural': 'counts of units',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='unitcount_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['planned', 'delivered'])), name='unitcount_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('unit__in', ['homes', 'hospital-beds', 'classrooms', 'megawatts', 'cubic-metres-a-day', 'kilometres', 'tonnes'])), name='unitcount_unit_is_known'),
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='unitcount_is_not_negative'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What differs.', max_length=500, verbose_name='name'),
                ('about', models.CharField(choices=[('received', 'paid against received'), ('delivered', 'disbursed against delivered'), ('contested', 'contested')], help_text='Which two things are held against each other.', max_length=10, verbose_name='about')),
                ('owner', models.ForeignKey(blank=True, help_text='Who must account for it; empty while nobody is named.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings_owned', to='milestones.actor', verbose_name='owner')),
                ('appeal', models.ForeignKey(blank=True, help_text='The appeal whose money it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reconstruction.appeal', verbose_name='appeal')),
                ('donor', models.ForeignKey(blank=True, help_text='The donor it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reconstruction.donor', verbose_name='donor')),
                ('channel', models.ForeignKey(blank=True, help_text='The channel it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reconstruction.channel', verbose_name='channel')),
                ('project', models.ForeignKey(blank=True, help_text='The project it is about.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reconstruction.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='finding_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('about__in', ['received', 'delivered', 'contested'])), name='finding_about_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FindingEntry',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('finding', models.ForeignKey(help_text='What it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='reconstruction.finding', verbose_name='finding')),
                ('actor', models.ForeignKey(blank=True, help_text="Who says so, among the plan's actors; else the source alone speaks.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finding_entries', to='milestones.actor', verbose_name='actor')),
                *in_languages('claimant', models.CharField, blank=True, default='', help_text="Who says so, where it is none of the plan's actors, such as a newspaper.", max_length=500, verbose_name='claimant'),
                ('state', models.CharField(blank=True, choices=[('open', 'open'), ('examined', 'being examined'), ('explained', 'explained'), ('settled', 'resolved')], default='', help_text='The state that the finding came to; empty where something is said and nothing changes.', max_length=10, verbose_name='state')),
            ],
            options={
                'verbose_name': 'entry of a finding',
                'verbose_name_plural': 'entries of findings',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='findingentry_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['', 'open', 'examined', 'explained', 'settled'])), name='findingentry_state_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Transaction',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('stage', models.CharField(choices=[('pledge', 'pledged'), ('due', 'due'), ('commitment', 'committed'), ('received', 'received'), ('disbursed', 'disbursed'), ('spent', 'spent')], help_text='How far the sum has come.', max_length=10, verbose_name='stage')),
                ('appeal', models.ForeignKey(blank=True, help_text='The conference or appeal whose money it is; empty for money of none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='reconstruction.appeal', verbose_name='appeal')),
                ('donor', models.ForeignKey(blank=True, help_text='Who gives it; empty for all donors together.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='reconstruction.donor', verbose_name='donor')),
                ('channel', models.ForeignKey(blank=True, help_text='What it goes through; empty for all channels together.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='reconstruction.channel', verbose_name='channel')),
                ('project', models.ForeignKey(blank=True, help_text='What it is for; empty for no single project.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='reconstruction.project', verbose_name='project')),
                ('side', models.CharField(choices=[('donor', 'the donor'), ('channel', 'the channel'), ('project', 'the project'), ('other', 'a third party')], default='other', help_text='Who says so.', max_length=10, verbose_name='told by')),
                ('amount', milestones.models.fields.ExactDecimalField(help_text='The sum, in whole units of its currency.', verbose_name='amount')),
                ('currency', models.CharField(help_text='Its ISO 4217 code.', max_length=3, validators=[pillars.reconstruction.currencies.validate_currency], verbose_name='currency')),
                ('is_total', models.BooleanField(default=False, help_text='The sum of all up to its date, which replaces what was told before on the same line.', verbose_name='total')),
                ('reference', models.CharField(blank=True, default='', help_text='Its number with whoever tells it, such as the reference of a transaction in IATI.', max_length=500, verbose_name='reference')),
            ],
            options={
                'verbose_name': 'transaction',
                'verbose_name_plural': 'transactions',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['plan', 'stage', 'date'], name='transaction_by_stage'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='transaction_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('stage__in', ['pledge', 'due', 'commitment', 'received', 'disbursed', 'spent'])), name='transaction_stage_is_known'),
                    models.CheckConstraint(condition=models.Q(('side__in', ['donor', 'channel', 'project', 'other'])), name='transaction_side_is_known'),
                    models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='transaction_is_not_negative'),
                    models.CheckConstraint(condition=models.Q(('appeal__isnull', False), ('project__isnull', False), _connector='OR'), name='transaction_has_appeal_or_project'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('currency', models.CharField(help_text='What is converted.', max_length=3, validators=[pillars.reconstruction.currencies.validate_currency], verbose_name='currency')),
                ('into', models.CharField(help_text='What it is converted into.', max_length=3, validators=[pillars.reconstruction.currencies.validate_currency], verbose_name='into')),
                ('rate', milestones.models.fields.ExactDecimalField(help_text='What one unit of the first is worth in the second.', verbose_name='rate')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='exchangerate_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='exchangerate_is_positive'),
                    models.CheckConstraint(condition=models.Q(('currency', models.F('into')), _negated=True), name='exchangerate_of_two_currencies'),
                ],
            },
        ),
        migrations.CreateModel(
            name='NeedsAssessment',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What it is called.', max_length=500, verbose_name='name'),
                ('actor', models.ForeignKey(blank=True, help_text='Who made it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs_assessments', to='milestones.actor', verbose_name='actor')),
                ('published_on', models.DateField(help_text='The day of its publication.', verbose_name='published')),
                ('covers_from', models.CharField(blank=True, default='', help_text='The first month of the destruction that it covers, such as 2023-10; empty if not stated.', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('\\A[0-9]{4}-(0[1-9]|1[0-2])\\Z'), '“%(value)s” is no month. Write year and month, such as 2025-10.', 'bad_month')], verbose_name='covers from')),
                ('covers_until', models.CharField(blank=True, default='', help_text='The last month of the destruction that it covers; empty if not stated.', max_length=7, validators=[django.core.validators.RegexValidator(re.compile('\\A[0-9]{4}-(0[1-9]|1[0-2])\\Z'), '“%(value)s” is no month. Write year and month, such as 2025-10.', 'bad_month')], verbose_name='covers until')),
                *NOTE,
            ],
            options={
                'verbose_name': 'needs assessment',
                'verbose_name_plural': 'needs assessments',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='needs_assessment_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Estimate',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION,
                ('assessment', models.ForeignKey(help_text='The assessment that gives it.', on_delete=django.db.models.deletion.PROTECT, related_name='estimates', to='reconstruction.needsassessment', verbose_name='assessment')),
                ('sector', models.ForeignKey(blank=True, help_text='The sector it is for; empty for all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='estimates', to='reconstruction.sector', verbose_name='sector')),
                ('territory', models.ForeignKey(blank=True, help_text='What it covers; empty if not stated.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='estimates', to='reconstruction.territory', verbose_name='territory')),
                ('measured', models.CharField(choices=[('damage', 'damage'), ('losses', 'losses'), ('needs', 'needs')], help_text='Damage, losses or needs.', max_length=10, verbose_name='measured')),
                ('horizon', models.CharField(choices=[('whole', 'whole'), ('first', 'first months'), ('short-term', 'short term'), ('later', 'medium to long term')], default='whole', help_text='The whole, or the part of the time that the needs are for.', max_length=10, verbose_name='horizon')),
                ('months', models.PositiveSmallIntegerField(blank=True, help_text='How many months the horizon “first” has.', null=True, verbose_name='months')),
                ('amount', milestones.models.fields.ExactDecimalField(help_text='The figure, in whole units of its currency.', verbose_name='amount')),
                ('currency', models.CharField(help_text='Its ISO 4217 code.', max_length=3, validators=[pillars.reconstruction.currencies.validate_currency], verbose_name='currency')),
            ],
            options={
                'verbose_name': 'estimate',
                'verbose_name_plural': 'estimates',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='estimate_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('measured__in', ['damage', 'losses', 'needs'])), name='estimate_measured_is_known'),
                    models.CheckConstraint(condition=models.Q(('horizon__in', ['whole', 'first', 'short-term', 'later'])), name='estimate_horizon_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('horizon', 'first'), ('months__gte', 1)), models.Q(models.Q(('horizon', 'first'), _negated=True), ('months__isnull', True)), _connector='OR'), name='estimate_months_are_of_the_first'),
                    models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='estimate_is_not_negative'),
                ],
            },
        ),
    ]
