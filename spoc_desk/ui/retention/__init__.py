"""Retention: why a record is kept, reviews and legal holds, destruction and its register."""
