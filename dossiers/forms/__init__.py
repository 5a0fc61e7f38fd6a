"""Forms of the dossiers floor."""
