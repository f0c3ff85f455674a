"""Printed things: packs, returns and sheets. The only importer of reportlab, pikepdf and pypdfium2."""
