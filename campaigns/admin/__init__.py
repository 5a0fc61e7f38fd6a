"""Admin of movements: read here, worked on in the staff pages."""

from . import campaign, following, result

__all__ = ["campaign", "following", "result"]
