"""Top floor: sees all others; the first page after login and the demo; nominations later."""
