"""Bodies, functions and benchmarks, and the records of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import milestones.models.fields
from milestones.migrations._columns import DATED, ID, NOTE, PART, PUBLICATION, RETRACTION, in_languages

VERIFICATION = ('verification', models.PositiveSmallIntegerField(choices=[(0, 'disputed'), (1, 'reported'), (2, 'corroborated'), (3, 'verified')], default=1, help_text='How well it is verified.', verbose_name='verification'))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Body',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What the body is called.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(choices=[('administration', 'administration'), ('board', 'board'), ('committee', 'committee'), ('office', 'office'), ('police', 'police'), ('force', 'force')], help_text='What the body is.', max_length=20, verbose_name='kind')),
                ('actor', models.ForeignKey(blank=True, help_text='The actor of the plan that the body is, where it is one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_bodies', to='milestones.actor', verbose_name='actor')),
                ('size', models.PositiveIntegerField(blank=True, help_text='How many seats the sources give it; empty where they give no number.', null=True, verbose_name='size')),
                *in_languages('description', models.TextField, blank=True, default='', help_text='What it is for, and what is known of it.', verbose_name='description'),
                ('source', models.ForeignKey(blank=True, help_text='Where the body is set up or described.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_bodies', to='milestones.source', verbose_name='source')),
                ('clause', models.CharField(blank=True, default='', help_text='The place in the source.', max_length=100, verbose_name='clause')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='body_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['administration', 'board', 'committee', 'office', 'police', 'force'])), name='body_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__gt', 0), _connector='OR'), name='body_size_is_positive', violation_error_message='A body has at least one seat. Leave its size empty if unknown.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Portfolio',
            fields=[
                ID, *PART,
                ('body', models.ForeignKey(help_text='The body whose portfolio it is.', on_delete=django.db.models.deletion.PROTECT, related_name='portfolios', to='governance.body', verbose_name='body')),
                *in_languages('name', models.CharField, help_text='What the portfolio is called.', max_length=500, verbose_name='name'),
            ],
            options={
                'verbose_name': 'portfolio',
                'verbose_name_plural': 'portfolios',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='portfolio_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ID, *PART,
                ('body', models.ForeignKey(help_text='The body that the seat is in.', on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='governance.body', verbose_name='body')),
                *in_languages('name', models.CharField, help_text='What the seat is called.', max_length=500, verbose_name='name'),
                ('portfolio', models.ForeignKey(blank=True, help_text='What its holder is charged with; empty where none was published.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='governance.portfolio', verbose_name='portfolio')),
                ('must_be_independent', models.BooleanField(default=False, help_text='Whether the text wants its holder to be independent of parties.', verbose_name='must be independent')),
            ],
            options={
                'verbose_name': 'seat',
                'verbose_name_plural': 'seats',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='seat_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('seat', models.ForeignKey(help_text='The seat it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_records', to='governance.seat', verbose_name='seat')),
                VERIFICATION,
                ('holder', models.CharField(blank=True, default='', help_text="The holder's name as the source prints it, and nothing else about the person. Only where the appointment was public; else empty.", max_length=500, verbose_name='holder')),
                ('vetting', models.CharField(choices=[('not-stated', 'not stated'), ('pending', 'pending'), ('passed', 'passed'), ('failed', 'failed')], default='not-stated', help_text='What came of the vetting. A later result is a new appointment of the same holder.', max_length=12, verbose_name='vetting')),
                ('vetted_by', models.ForeignKey(blank=True, help_text='Whose vetting it was.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vetted_appointments', to='milestones.actor', verbose_name='vetted by')),
                ('until', models.DateField(blank=True, help_text='The last day in the seat, where it was stated; empty while it is open.', null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['seat', 'date'], name='appointment_by_seat'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='appointment_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('vetting__in', ['not-stated', 'pending', 'passed', 'failed'])), name='appointment_vetting_is_known'),
                    models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('date')), _connector='OR'), name='appointment_until_not_before_date', violation_error_message='The last day in the seat lies before the first. Put it later.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('seat', models.ForeignKey(help_text='The seat it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_records', to='governance.seat', verbose_name='seat')),
                VERIFICATION,
            ],
            options={
                'verbose_name': 'vacancy',
                'verbose_name_plural': 'vacancies',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['seat', 'date'], name='vacancy_by_seat'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='vacancy_grade_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Benchmark',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What is to be reached.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(choices=[('oversight', 'oversight'), ('reform', 'reform')], help_text='What the benchmark is for.', max_length=10, verbose_name='kind')),
                ('judge', models.ForeignKey(blank=True, help_text='The actor who says whether it is met.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judged_benchmarks', to='milestones.actor', verbose_name='judge')),
                ('judge_none_designated', models.BooleanField(default=False, help_text='The text names nobody who says whether it is met.', verbose_name='no judge designated')),
                ('due', models.DateField(blank=True, help_text='The day by which it is promised.', null=True, verbose_name='due')),
                ('milestone', models.ForeignKey(blank=True, help_text="The plan's milestone that it is part of.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_benchmarks', to='milestones.milestone', verbose_name='milestone')),
                *in_languages('description', models.TextField, blank=True, default='', help_text='What the text says of it.', verbose_name='description'),
                ('source', models.ForeignKey(blank=True, help_text='Where the text sets it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_benchmarks', to='milestones.source', verbose_name='source')),
                ('clause', models.CharField(blank=True, default='', help_text='The place in the source.', max_length=100, verbose_name='clause')),
            ],
            options={
                'verbose_name': 'benchmark',
                'verbose_name_plural': 'benchmarks',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='benchmark_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['oversight', 'reform'])), name='benchmark_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('judge__isnull', True), ('judge_none_designated', False), _connector='OR'), name='benchmark_judge_or_none', violation_error_message='It has a judge, or none is designated. Choose one of the two.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BenchmarkFinding',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('benchmark', models.ForeignKey(help_text='The benchmark it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='governance.benchmark', verbose_name='benchmark')),
                ('outcome', models.CharField(choices=[('met', 'met'), ('partly-met', 'partly met'), ('not-met', 'not met')], help_text='What was found.', max_length=10, verbose_name='outcome')),
                ('found_by', models.ForeignKey(blank=True, help_text="Who found it; empty where it is the tracker's reading of the source.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_findings', to='milestones.actor', verbose_name='found by')),
                VERIFICATION,
            ],
            options={
                'verbose_name': 'finding on a benchmark',
                'verbose_name_plural': 'findings on benchmarks',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['met', 'partly-met', 'not-met'])), name='benchmark_finding_outcome_is_known'),
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='benchmark_finding_grade_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Function',
            fields=[
                ID, PUBLICATION, *PART,
                *in_languages('name', models.CharField, help_text='What the function is called.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(choices=[('civil-function', 'civil function'), ('public-service', 'public service')], help_text='An affair of government or a service.', max_length=15, verbose_name='kind')),
                ('receiver', models.ForeignKey(blank=True, help_text='The body that is to run it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='functions', to='governance.body', verbose_name='receiver')),
                *in_languages('description', models.TextField, blank=True, default='', help_text='What it takes in, and what is known of it.', verbose_name='description'),
                ('source', models.ForeignKey(blank=True, help_text='Where the text says who is to run it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_functions', to='milestones.source', verbose_name='source')),
                ('clause', models.CharField(blank=True, default='', help_text='The place in the source.', max_length=100, verbose_name='clause')),
            ],
            options={
                'verbose_name': 'function',
                'verbose_name_plural': 'functions',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='function_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['civil-function', 'public-service'])), name='function_kind_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServedArea',
            fields=[
                ID, *PART,
                ('area', models.ForeignKey(help_text='The place.', on_delete=django.db.models.deletion.PROTECT, related_name='served_as', to='milestones.area', verbose_name='area')),
                ('weight', milestones.models.fields.ExactDecimalField(default=1, help_text='What it weighs against the others, such as its population.', verbose_name='weight')),
                ('source', models.ForeignKey(blank=True, help_text='Where the weight is from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_areas', to='milestones.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'served area',
                'verbose_name_plural': 'served areas',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='served_area_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.UniqueConstraint(fields=('plan', 'area'), name='served_area_is_named_once', violation_error_message='This area has a weight already. Change that one.'),
                    models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='served_area_weight_is_positive', violation_error_message='A weight is more than 0.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FunctionHandover',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('function', models.ForeignKey(help_text='The function it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='governance.function', verbose_name='function')),
                ('area', models.ForeignKey(blank=True, help_text='The place it speaks of; empty for all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_%(class)s_records', to='milestones.area', verbose_name='area')),
                VERIFICATION,
                ('stage', models.CharField(choices=[('not-begun', 'not begun'), ('offered', 'offered'), ('agreed', 'agreed'), ('under-way', 'under way'), ('done', 'done')], help_text='How far the handover has come.', max_length=10, verbose_name='stage')),
                ('run_by', models.CharField(blank=True, choices=[('previous-authority', 'previous authority'), ('transitional', 'transitional body'), ('technocratic', 'technocratic administration'), ('nobody', 'nobody')], default='', help_text='Who runs the function from this day on; empty where the source does not say.', max_length=20, verbose_name='run by')),
            ],
            options={
                'verbose_name': 'handover of a function',
                'verbose_name_plural': 'handovers of functions',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='function_handover_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('stage__in', ['not-begun', 'offered', 'agreed', 'under-way', 'done'])), name='function_handover_stage_is_known'),
                    models.CheckConstraint(condition=models.Q(('run_by__in', ['', 'previous-authority', 'transitional', 'technocratic', 'nobody'])), name='function_handover_run_by_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceDelivery',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION,
                ('function', models.ForeignKey(help_text='The function it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='governance.function', verbose_name='function')),
                ('area', models.ForeignKey(blank=True, help_text='The place it speaks of; empty for all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='governance_%(class)s_records', to='milestones.area', verbose_name='area')),
                VERIFICATION,
                ('status', models.CharField(choices=[('delivering', 'delivering'), ('partly', 'partly delivering'), ('not-delivering', 'not delivering')], help_text='Whether it reaches people.', max_length=15, verbose_name='status')),
            ],
            options={
                'verbose_name': 'delivery of a service',
                'verbose_name_plural': 'deliveries of services',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='service_delivery_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['delivering', 'partly', 'not-delivering'])), name='service_delivery_status_is_known'),
                ],
            },
        ),
    ]
