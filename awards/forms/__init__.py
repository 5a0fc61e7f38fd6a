"""Forms of the award floor."""
