"""Makes a machine ready to run, test and build SPOC Desk, with the standard library alone."""
