"""The tests, laid out as the package is, with what concerns the whole beside them."""
