"""Pages of the award floor."""
