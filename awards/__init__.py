"""What may be given: award catalogue by date, criteria (floor above the organisation)."""
