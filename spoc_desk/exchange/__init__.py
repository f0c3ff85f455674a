"""Formats that come in or go out."""
