"""Pages of the dossiers floor."""
