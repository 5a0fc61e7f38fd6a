"""Admin of the ground floor, one module per aggregate."""

from . import accounts, papers, people, units

__all__ = ["accounts", "papers", "people", "units"]
