"""Real desktop services for the tests: a screen, a bus and a keyring, private to one run."""
