from django.db import migrations, models
from django.utils import timezone


def as_they_were_made(apps, schema_editor):
    apps.get_model("intake", "Screening").objects.update(answered_at=models.F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_client_page")]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="answered_at",
            field=models.DateTimeField(default=timezone.now, verbose_name="answered"),
        ),
        migrations.AlterField(
            model_name="screening",
            name="created_at",
            field=models.DateTimeField(default=timezone.now, verbose_name="judged"),
        ),
        migrations.RunPython(as_they_were_made, migrations.RunPython.noop),
    ]
