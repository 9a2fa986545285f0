from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("intake", "ScreeningPolicy").objects.get_or_create(id=1)


def remove(apps, schema_editor):
    apps.get_model("intake", "ScreeningPolicy").objects.filter(id=1).delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
