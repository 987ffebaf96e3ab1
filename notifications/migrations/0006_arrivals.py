from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0005_window_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='arrival',
            field=models.CharField(blank=True, choices=[('delivered', 'delivered'), ('failed', 'not delivered')], default='', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='message',
            name='arrival_known_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='ask_arrival_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('ask_arrival_at__isnull', False)), fields=['ask_arrival_at'], name='notifications_to_ask'),
        ),
    ]
