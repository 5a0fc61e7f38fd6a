"""Formats that replace Django's own, by language (settings.FORMAT_MODULE_PATH)."""
