"""Real desktop services for the tests: a screen, a bus, a keyring and printers, private to one run."""
