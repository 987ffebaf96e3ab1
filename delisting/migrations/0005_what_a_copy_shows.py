from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delisting', '0004_minutes_of_talks'),
    ]

    operations = [
        migrations.AddField(
            model_name='copyreport',
            name='shows',
            field=models.CharField(blank=True, choices=[('record', 'The record itself, with what it says'), ('listed', 'The name or the number in a list or in search results'), ('file', 'A picture or a file of the decision'), ('other', 'Something else, described below')], default='', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='copyreport',
            name='seen_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
