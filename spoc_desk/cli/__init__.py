"""The command line: the same services as the window, for force IT, scripts and tests."""
