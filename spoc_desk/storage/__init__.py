"""The encrypted vault: the only importer of sqlalchemy and sqlcipher3, and the sealed evidence files."""
