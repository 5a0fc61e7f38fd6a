"""What an office does with people, units and records about them: one function a verb."""
