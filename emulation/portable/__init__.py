"""Everything of one authority as documented JSON and files, and its way into an empty installation.

What belongs to the authority is found by `emulation/owning.py`, so a new table is part of it by
itself. Rows of the law that all share are named by what tells them apart (settings.SHARED_KEYS),
units outside are stubs, accounts have no password, seals are made anew on arrival.
"""

KIND = "authority"
