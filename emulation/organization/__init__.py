"""Units, people, households, accounts and roles: what every app stands on."""
