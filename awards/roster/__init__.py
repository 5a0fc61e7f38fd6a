"""The roster as sheets: lists of people and units that offices send in and take out."""
