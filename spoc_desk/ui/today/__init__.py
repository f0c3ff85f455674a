"""Today: what needs an officer, and what changed."""
