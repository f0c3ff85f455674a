"""This machine: keyring, paths, clock, settings, log and the child process that reads hostile input."""
