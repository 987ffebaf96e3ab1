from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_resume_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="receipt_proof",
            field=models.TextField(blank=True),
        ),
    ]
