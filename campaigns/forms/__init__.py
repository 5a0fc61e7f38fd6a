"""Forms of this floor: cleaning and wording only, they call no service."""
