"""One process model for cases of every kind."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial"), ("cases", "0003_four_kinds")]

    operations = [
        migrations.RenameModel("RepairProcess", "CaseProcess"),
        migrations.AlterField(
            "caseprocess",
            "case",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="desk_process", to="cases.case"
            ),
        ),
    ]
