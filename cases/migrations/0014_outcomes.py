import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_signatures"),
        ("records", "0013_names_and_removals"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("repair", "Credit repair"),
                            ("revocation", "Revocation of a repair"),
                            ("objection", "Objection"),
                            ("rectification", "Ordered rectification"),
                        ],
                        max_length=16,
                    ),
                ),
                ("filed_on", models.DateField()),
                ("closed_on", models.DateField()),
                ("unit_days", models.PositiveIntegerField()),
                ("total_days", models.PositiveIntegerField()),
                ("late", models.BooleanField(help_text="a term of the unit ran out")),
                ("supplemented", models.BooleanField(help_text="returned for missing items at least once")),
                ("held", models.BooleanField(help_text="put on hold at least once")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="cases.case"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.department"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["closed_on", "kind", "department"], name="cases_outcomes_of_time")
                ],
            },
        ),
    ]
