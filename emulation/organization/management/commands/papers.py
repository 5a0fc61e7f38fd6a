"""`manage.py papers [--json]`: everything that can be printed now."""

import json

from django.core.management.base import BaseCommand

from emulation.papers.catalogue import all_kinds


class Command(BaseCommand):
    """List slug, id and title of every paper of every record."""

    help = "Liệt kê mọi giấy tờ in được."

    def add_arguments(self, parser):
        """Add the option for machines."""
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *args, **options):
        """Print the list, one paper a line or as one JSON array."""
        found = [
            {"slug": kind.slug, "pk": subject.pk, "title": f"{kind.title}: {subject}"}
            for kind in all_kinds().values()
            for subject in kind.subjects().order_by("pk")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for paper in found:
            self.stdout.write(f"{paper['slug']} {paper['pk']}  {paper['title']}")
