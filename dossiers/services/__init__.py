"""What the office does with dossiers: one function a verb."""
