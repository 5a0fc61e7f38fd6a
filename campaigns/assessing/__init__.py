"""Assessing: candidates of a period, facts about them, rules, what comes of it; who qualifies."""
