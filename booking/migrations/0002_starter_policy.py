from django.db import migrations


def add(apps, schema_editor):
    # Every treatment follows the one policy, so it has to be there before the first treatment.
    apps.get_model("booking", "BookingPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
