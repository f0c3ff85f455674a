"""The fields that forms are built from."""
