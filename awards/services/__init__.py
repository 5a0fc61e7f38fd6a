"""What the office does with sets of criteria and the catalogue: one function a verb."""
