import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from records.names import grams_of


def index_names(apps, schema_editor):
    """Index the names of subjects that are there already."""
    subject, gram = apps.get_model('records', 'Subject'), apps.get_model('records', 'NameGram')
    last = 0
    while chunk := list(subject.objects.filter(pk__gt=last).order_by('pk').values_list('pk', 'name')[:2000]):
        gram.objects.bulk_create(
            (gram(gram=one, subject_id=pk) for pk, name in chunk for one in grams_of(name)), batch_size=10_000
        )
        last = chunk[-1][0]


def date_removals(apps, schema_editor):
    """Date what was taken down before: by its end, and what is hidden (whose day nobody kept) by today."""
    shown_once = apps.get_model('records', 'Listing').objects.filter(published_on__isnull=False)
    shown_once.filter(ended_at__isnull=False).update(taken_down_at=models.F('ended_at'))
    shown_once.filter(state__in=['HIDDEN', 'UNPUBLISHED'], ended_at__isnull=True).update(taken_down_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0012_providers'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameGram',
            fields=[
                ('pk', models.CompositePrimaryKey('gram', 'subject_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('gram', models.BigIntegerField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_grams', to='records.subject')),
            ],
        ),
        migrations.AddField(
            model_name='listing',
            name='taken_down_at',
            field=models.DateTimeField(blank=True, help_text='when it left the public; empty while it is shown or never was', null=True),
        ),
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(condition=models.Q(('state__in', ('PUBLISHED', 'KEPT_ON'))), fields=['id'], name='records_listing_shown'),
        ),
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(condition=models.Q(('state__in', ('PUBLISHED', 'KEPT_ON'))), fields=['-published_on', '-id'], name='records_listing_newest'),
        ),
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(condition=models.Q(('taken_down_at__isnull', False)), fields=['taken_down_at'], name='records_listing_gone'),
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop),
        migrations.RunPython(date_removals, migrations.RunPython.noop),
    ]
