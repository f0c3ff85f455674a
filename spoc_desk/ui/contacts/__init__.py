"""Contacts: who they are, how they may safely be reached, what they were advised."""
