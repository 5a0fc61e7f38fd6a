"""Sheets that offices fill in: columns, reading without trust, templates with drop-downs."""
