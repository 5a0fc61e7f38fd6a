"""Admin of awards, by topic: the law, its money, its catalogue, the criteria."""

from . import catalogue, criteria, law, money, register

__all__ = ["catalogue", "criteria", "law", "money", "register"]
