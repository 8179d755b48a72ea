"""Arms, lines, inspections and incidents."""

import re

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import milestones.models.fields
from milestones.migrations._columns import DATED, ID, NOTE, PART, PUBLICATION, RETRACTION, in_languages

OWN_PLAN = ('plan', models.ForeignKey(help_text='The plan it belongs to.', on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)ss', to='milestones.plan', verbose_name='plan'))
VERIFICATION = ('verification', models.PositiveSmallIntegerField(choices=[(0, 'disputed'), (1, 'reported'), (2, 'corroborated'), (3, 'verified')], default=1, help_text='How well it is verified; what is disputed counts for nothing.', verbose_name='verification'))
EMBARGOED_UNTIL = ('embargoed_until', models.DateField(blank=True, help_text="Before this day, in the plan's time zone, only those cleared for restricted records see it, and it counts for nobody else. Empty: no embargo.", null=True, verbose_name='embargoed until'))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArmsCategory',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What is counted, such as small arms.', max_length=500, verbose_name='name'),
                ('kind', models.CharField(choices=[('arms', 'arms'), ('infrastructure', 'infrastructure')], default='arms', help_text='Arms, or infrastructure such as tunnels and workshops.', max_length=20, verbose_name='kind')),
                *in_languages('unit', models.CharField, blank=True, default='', help_text='The unit of its counts, such as weapons.', max_length=500, verbose_name='unit'),
                *in_languages('definition', models.TextField, blank=True, default='', help_text='What counts as one of them, by the agreement.', verbose_name='definition'),
            ],
            options={
                'verbose_name': 'category of arms',
                'verbose_name_plural': 'categories of arms',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='armscategory_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['arms', 'infrastructure'])), name='demil_armscategory_kind_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CountingSeries',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='Whose count it is.', max_length=500, verbose_name='name'),
                ('actor', models.ForeignKey(blank=True, help_text='Who counts; empty where no actor of the plan does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counting_series', to='milestones.actor', verbose_name='actor')),
                *in_languages('definition', models.TextField, blank=True, default='', help_text='The rule it counts by.', verbose_name='definition'),
                ('decides', models.BooleanField(default=False, help_text='Whether the agreement lets this count decide; measures read it unless they name another.', verbose_name='decides')),
            ],
            options={
                'verbose_name': 'counting series',
                'verbose_name_plural': 'counting series',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='countingseries_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                    models.UniqueConstraint(condition=models.Q(('decides', True)), fields=('plan',), name='demil_one_series_decides', violation_error_message='Another count of this plan decides already. Let one decide at most.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PullbackLine',
            fields=[
                ID, *PART,
                *in_languages('name', models.CharField, help_text='What the line is called.', max_length=500, verbose_name='name'),
                *in_languages('definition', models.TextField, blank=True, default='', help_text='What the agreement says about it.', verbose_name='definition'),
            ],
            options={
                'verbose_name': 'pull-back line',
                'verbose_name_plural': 'pull-back lines',
                'ordering': ('plan_id', 'rank', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'slug'), name='pullbackline_slug_unique_in_plan', violation_error_message='This plan has one with this slug already. Choose another slug.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArmsTotal',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('category', models.ForeignKey(help_text='What is counted.', on_delete=django.db.models.deletion.PROTECT, related_name='totals', to='demilitarisation.armscategory', verbose_name='category')),
                ('basis', models.CharField(choices=[('agreed', 'agreed'), ('declared', 'declared'), ('estimated', 'estimated')], help_text='Agreed by the parties (it is then a target), declared by its owner, or estimated.', max_length=10, verbose_name='basis')),
                ('claimant', models.ForeignKey(blank=True, help_text='Who says so; empty where the agreement or the source itself does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='claimant')),
                ('phase', models.ForeignKey(blank=True, help_text='The stage it is for; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.phase', verbose_name='stage')),
                ('area', models.ForeignKey(blank=True, help_text='The area it is for, the finest place there is; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.area', verbose_name='area')),
                ('low', milestones.models.fields.ExactDecimalField(help_text='The lowest figure of the range, or the figure.', verbose_name='low')),
                ('high', milestones.models.fields.ExactDecimalField(help_text='The highest figure of the range, or the figure again.', verbose_name='high')),
            ],
            options={
                'verbose_name': 'total of arms',
                'verbose_name_plural': 'totals of arms',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_total_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('basis__in', ['agreed', 'declared', 'estimated'])), name='demil_total_basis_is_known'),
                    models.CheckConstraint(condition=models.Q(('high__gte', models.F('low')), ('low__gte', 0)), name='demil_total_is_a_range', violation_error_message='A total is a range from low to high, not below 0.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('category', models.ForeignKey(help_text='What was counted.', on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='demilitarisation.armscategory', verbose_name='category')),
                ('series', models.ForeignKey(help_text='Who counted, by which rule.', on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='demilitarisation.countingseries', verbose_name='counting series')),
                ('step', models.CharField(choices=[('collected', 'collected'), ('destroyed', 'destroyed')], default='collected', help_text='Collected, or destroyed.', max_length=10, verbose_name='step')),
                ('scope', models.CharField(choices=[('event', 'this event alone'), ('stage', 'the stage, up to this day'), ('total', 'everything, up to this day')], help_text='What it covers: the event, the stage or everything up to the day.', max_length=10, verbose_name='scope')),
                ('phase', models.ForeignKey(blank=True, help_text='The stage in which, or at whose end, it was counted.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.phase', verbose_name='stage')),
                ('area', models.ForeignKey(blank=True, help_text='The area it was counted in, the finest place there is; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.area', verbose_name='area')),
                ('handed_in', models.PositiveIntegerField(blank=True, help_text='How many were brought; empty where not published.', null=True, verbose_name='handed in')),
                ('accepted', models.PositiveIntegerField(blank=True, help_text='How many this count accepts; empty where unknown.', null=True, verbose_name='accepted')),
                ('rejected', models.PositiveIntegerField(blank=True, help_text='How many this count rejects; empty where unknown.', null=True, verbose_name='rejected')),
                ('disputed', models.PositiveIntegerField(blank=True, help_text='How many of the accepted somebody disputes; empty where unknown.', null=True, verbose_name='disputed')),
                ('disputed_by', models.ForeignKey(blank=True, help_text='Who disputes them.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='disputed by')),
            ],
            options={
                'verbose_name': 'tally',
                'verbose_name_plural': 'tallies',
                'ordering': ('date', 'recorded_at', 'id'),
                'indexes': [
                    models.Index(fields=['plan', 'series', 'phase', 'date'], name='demil_tally_by_series'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_tally_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('step__in', ['collected', 'destroyed'])), name='demil_tally_step_is_known'),
                    models.CheckConstraint(condition=models.Q(('scope__in', ['event', 'stage', 'total'])), name='demil_tally_scope_is_known'),
                    models.CheckConstraint(condition=models.Q(('phase__isnull', True), ('scope', 'stage'), _negated=True), name='demil_tally_of_stage_names_it', violation_error_message='A tally that covers a stage names the stage.'),
                    models.CheckConstraint(condition=models.Q(('accepted__isnull', True), ('disputed__isnull', True), ('handed_in__isnull', True), ('rejected__isnull', True), _negated=True), name='demil_tally_counts_something', violation_error_message='A tally gives at least one figure: handed in, accepted, rejected or disputed.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LineClaim',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('line', models.ForeignKey(help_text='Which line.', on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='demilitarisation.pullbackline', verbose_name='line')),
                ('claimant', models.ForeignKey(blank=True, help_text='Who claims it; empty where the source itself does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='claimant')),
                ('low', milestones.models.fields.ExactDecimalField(help_text='The lowest share of the territory that it holds, in percent.', verbose_name='low')),
                ('high', milestones.models.fields.ExactDecimalField(help_text='The highest share, or the same again, in percent.', verbose_name='high')),
            ],
            options={
                'verbose_name': 'claim about a line',
                'verbose_name_plural': 'claims about lines',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_lineclaim_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('high__gte', models.F('low')), ('high__lte', 100), ('low__gte', 0)), name='demil_lineclaim_is_a_share', violation_error_message='A share is a range from low to high, from 0 to 100 percent.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pullback',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('step', models.CharField(choices=[('planned', 'planned'), ('begun', 'begun'), ('complete', 'complete'), ('dropped', 'dropped'), ('reversed', 'reversed')], help_text='How far it is.', max_length=10, verbose_name='step')),
                ('phase', models.ForeignKey(blank=True, help_text='The stage it belongs to; empty for none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.phase', verbose_name='stage')),
                ('area', models.ForeignKey(blank=True, help_text='The area that is left, the finest place there is; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.area', verbose_name='area')),
                ('line', models.ForeignKey(blank=True, help_text='The line pulled back to; empty for none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='demilitarisation.pullbackline', verbose_name='line')),
                ('leaves', models.ForeignKey(blank=True, help_text='Whose forces leave; empty where the source does not say.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='who leaves')),
                ('takes_over', models.ForeignKey(blank=True, help_text='To whom it is handed over; empty where to nobody, or not known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='who takes over')),
                ('soldiers', models.PositiveIntegerField(blank=True, help_text='How many soldiers leave; empty where unknown.', null=True, verbose_name='soldiers')),
                ('police', models.PositiveIntegerField(blank=True, help_text='How many police leave; empty where unknown.', null=True, verbose_name='police')),
                ('personnel', models.PositiveIntegerField(blank=True, help_text='How many leave in all, where the source does not divide them; empty where unknown.', null=True, verbose_name='personnel')),
            ],
            options={
                'verbose_name': 'pull-back or handover',
                'verbose_name_plural': 'pull-backs and handovers',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_pullback_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('step__in', ['planned', 'begun', 'complete', 'dropped', 'reversed'])), name='demil_pullback_step_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('kind', models.CharField(choices=[('inspection', 'inspection'), ('certification', 'certification')], help_text='A visit, or a statement that something is done.', max_length=20, verbose_name='kind')),
                ('outcome', models.CharField(choices=[('passed', 'passed'), ('failed', 'failed'), ('inconclusive', 'inconclusive'), ('refused', 'access refused')], help_text='What came of it.', max_length=20, verbose_name='outcome')),
                ('inspector', models.ForeignKey(blank=True, help_text='The body that inspected or certified, never a person; empty where none is named.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='inspector')),
                *in_languages('mandate', models.TextField, blank=True, default='', help_text='What entitled it, such as a clause.', verbose_name='mandate'),
                ('witness', models.ForeignKey(blank=True, help_text='The body that watched, never a person; empty where none is named.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='witnessed by')),
                ('figures_published', models.BooleanField(default=False, help_text='Whether figures were published with it; a certification without any is one all the same.', verbose_name='figures published')),
                ('category', models.ForeignKey(blank=True, help_text='What it was about; empty for everything.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='demilitarisation.armscategory', verbose_name='category')),
                ('phase', models.ForeignKey(blank=True, help_text='The stage it was about; empty for none in particular.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.phase', verbose_name='stage')),
                ('area', models.ForeignKey(blank=True, help_text='The area it was about, the finest place there is; empty for the whole.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.area', verbose_name='area')),
            ],
            options={
                'verbose_name': 'inspection or certification',
                'verbose_name_plural': 'inspections and certifications',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_inspection_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['inspection', 'certification'])), name='demil_inspection_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['passed', 'failed', 'inconclusive', 'refused'])), name='demil_inspection_outcome_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ID, PUBLICATION, *DATED, *NOTE, *RETRACTION, OWN_PLAN, VERIFICATION, EMBARGOED_UNTIL,
                ('case', models.CharField(help_text='The slug of the violation; the newest row of a case says how it stands.', max_length=100, validators=[django.core.validators.RegexValidator(re.compile('\\A[a-z][a-z0-9-]*\\Z'), '“%(value)s” is no slug. Begin with a letter; use only a to z, 0 to 9 and hyphens.')], verbose_name='case')),
                ('happened_on', models.DateField(help_text='The day of the alleged violation.', verbose_name='happened on')),
                ('kind', models.CharField(choices=[('force', 'use of force'), ('movement', 'movement of forces or of a line'), ('smuggling', 'smuggling of arms'), ('rearming', 'rearming or rebuilding'), ('obstruction', 'obstruction of those who verify'), ('other', 'other')], help_text='What it is alleged to have been.', max_length=20, verbose_name='kind')),
                ('area', models.ForeignKey(blank=True, help_text='The area where it happened, the finest place there is; empty where it is not known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.area', verbose_name='area')),
                ('alleged_by', models.ForeignKey(blank=True, help_text='Who alleges it; empty where no actor of the plan does.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='alleged by')),
                ('alleged_against', models.ForeignKey(blank=True, help_text='Who is alleged to have done it; empty where nobody is named.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='alleged against')),
                ('denied_by', models.ForeignKey(blank=True, help_text='Who denies it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='denied by')),
                ('investigated_by', models.ForeignKey(blank=True, help_text='Who looked into it; empty where nobody did, as far as is known.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='milestones.actor', verbose_name='investigated by')),
                ('finding', models.CharField(choices=[('none', 'not investigated, as far as is known'), ('open', 'under investigation'), ('upheld', 'upheld'), ('unfounded', 'unfounded'), ('inconclusive', 'inconclusive')], default='none', help_text='What those who looked into it found.', max_length=20, verbose_name='finding')),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ('date', 'recorded_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verification__range', (0, 3))), name='demil_incident_grade_is_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['force', 'movement', 'smuggling', 'rearming', 'obstruction', 'other'])), name='demil_incident_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('finding__in', ['none', 'open', 'upheld', 'unfounded', 'inconclusive'])), name='demil_incident_finding_is_known'),
                    models.CheckConstraint(condition=models.Q(('date__gte', models.F('happened_on'))), name='demil_incident_is_told_after_it', violation_error_message='What is known of an incident is dated on its day or later.'),
                ],
            },
        ),
    ]
