"""Exhibits of a casefile: sealed, moved, verified, looked at."""
