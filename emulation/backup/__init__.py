"""One archive of database and files: written while the office works, put back whole or not at all.

The rows are written by Django's fields and not by the database, so a backup of SQLite goes into
PostgreSQL and the other way round. The archive is a .zip of `MANIFEST.json` (version, migrations,
rows of each table, size and SHA-256 of each member), `tables/*.jsonl` and `files/…`; sessions and
the secret key are not in it, password hashes are: keep it like the database itself.
"""
