#!/usr/bin/env python3
"""Command-line entry point of the project (`./run manage …`)."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - Django's own

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
