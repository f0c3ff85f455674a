"""Casefiles: one investigation, its people, offences, exhibits and what comes of it."""
