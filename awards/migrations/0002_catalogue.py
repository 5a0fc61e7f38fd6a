"""Load the law that ships with the product (domain.md sections 0 to 3)."""

from django.db import migrations

from awards.catalogue import load


def add(apps, schema_editor):
    load(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial"), ("organization", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
