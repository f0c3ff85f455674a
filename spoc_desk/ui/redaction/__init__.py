"""Redaction on screen: boxes drawn on an exhibit's pages, words taken out, both versions side by side."""
