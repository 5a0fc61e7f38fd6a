"""What waits for a user on this floor."""


def work_for(user):
    """Return the list of things to do."""
    return []
