"""Records about people and units as the pages and the sheets know them: one table of kinds."""
