"""The demo: invented people run real seasons, so that a newcomer can try everything at once."""
