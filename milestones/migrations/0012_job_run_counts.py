import re

from django.db import migrations, models

COUNTED = {
    'revision': 'revision',
    'recompute marks': 'marks',
    'status changes': 'changes',
    'plans': 'plans',
    'entries': 'entries',
    "milestones' statuses": 'statuses',
}
"""What a run counted, by the words under which its detail told it."""
TOLD = re.compile(r"([a-z][a-z' ]*): ([0-9]+)(?: · |$)")


def count_anew(apps, schema_editor):
    """Keep as data what the details of earlier runs say in words; these stay, for the last release reads them."""
    runs = apps.get_model('milestones', 'JobRun').objects
    for run in runs.exclude(detail='').exclude(outcome='failed').iterator():
        counts = {COUNTED[words]: int(number) for words, number in TOLD.findall(run.detail) if words in COUNTED}
        if counts:
            runs.filter(pk=run.pk).update(counts=counts)


class Migration(migrations.Migration):

    dependencies = [
        ('milestones', '0011_required_grade'),
    ]

    operations = [
        migrations.AddField(
            model_name='jobrun',
            name='counts',
            field=models.JSONField(help_text='How much it did, by what it counts.', null=True, verbose_name='figures'),
        ),
        migrations.AlterField(
            model_name='jobrun',
            name='detail',
            field=models.TextField(blank=True, default='', help_text='Why it failed.', verbose_name='detail'),
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop, elidable=True),
    ]
