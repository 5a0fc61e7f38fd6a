"""Admin of the ground floor, one module per aggregate."""

from django.contrib import admin
from django_tasks_db.admin import DBTaskResult  # Its admin is registered by then.

from . import accounts, papers, people, records, retention, units

# The queue is the system's own business; the package registers it for everybody who may enter.
admin.site.unregister(DBTaskResult)

__all__ = ["accounts", "papers", "people", "records", "retention", "units"]
