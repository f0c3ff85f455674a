"""The demonstration: a made-up force's whole campaign, told through the same services as real work."""
