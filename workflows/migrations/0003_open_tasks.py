"""An index of the work that somebody has at present, on the process engine's own table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_a_process_a_case"), ("viewflow", "0015_task_scheduled")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX workflows_open_tasks ON viewflow_task (owner_id) WHERE finished IS NULL",
            "DROP INDEX workflows_open_tasks",
        ),
    ]
