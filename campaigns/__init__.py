"""Campaigns: periods and deadlines, the plan, registration (floor above the awards)."""
