"""Load the award catalogue that ships with the product (domain.md fixture A)."""

from django.db import migrations

from awards.catalogue import load


def add(apps, schema_editor):
    load(apps.get_model("awards", "AwardType"))


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
