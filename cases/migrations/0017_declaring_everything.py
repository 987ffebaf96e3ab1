# One word of the company and one second signature also for objections and groups.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_counts_by_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="secondsignature",
            name="covers",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="secondsignature",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="second_signatures",
                to="cases.groupfiling",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="in_place_of_ref",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="subjectconfirmation",
            name="covers",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="subjectconfirmation",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="cases.groupfiling",
            ),
        ),
        migrations.AddField(
            model_name="subjectconfirmation",
            name="sheet_of_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.grouppaper",
            ),
        ),
        migrations.AlterField(
            model_name="secondsignature",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="second_signatures",
                to="cases.case",
            ),
        ),
        migrations.AlterField(
            model_name="subjectconfirmation",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="cases.case",
            ),
        ),
        migrations.AddIndex(
            model_name="subjectconfirmation",
            index=models.Index(fields=["group", "-id"], name="cases_confirmations_of_group"),
        ),
        migrations.AddConstraint(
            model_name="secondsignature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("group",),
                name="cases_one_open_signature_a_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", False), ("group__isnull", False), _connector="XOR"),
                name="cases_second_signature_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", False), ("group__isnull", False), _connector="XOR"),
                name="cases_confirmation_of_one",
            ),
        ),
    ]
