"""Incidents: what happened, counted once, and who told us."""
