"""Codes for the window stand in no message any more: they are read out while they work."""

from django.db import migrations

OF_DECLARING = (
    "case.second_asked",
    "second-near",
    "case.second_sent_back",
    "case.second_changed",
    "case.second_too_late",
    "case.confirmation_asked",
)


def blank(apps, _schema_editor):
    Message = apps.get_model("notifications", "Message")
    for message in Message.objects.filter(template__in=OF_DECLARING).iterator():
        message.context.pop("code", None)
        message.context.setdefault("what", "repair")
        message.save(update_fields=["context"])


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_feeds")]

    operations = [migrations.RunPython(blank, migrations.RunPython.noop)]
