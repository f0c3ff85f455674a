"""Evidence packs: built, previewed, saved and printed."""
