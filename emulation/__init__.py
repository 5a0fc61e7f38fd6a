"""The project: settings, the ground floor that every app stands on."""
