"""The office's desk in the admin: the queue of dossiers, nominations; the rest is read here."""

from . import council, dossier, nomination, outcome

__all__ = ["council", "dossier", "nomination", "outcome"]
