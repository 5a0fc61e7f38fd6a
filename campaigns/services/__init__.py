"""The verbs of the office on this floor; each takes the actor as `by` and never a request."""
