"""The one place that knows every layer, and joins them."""
