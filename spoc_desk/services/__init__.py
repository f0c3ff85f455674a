"""What one can do: one function per verb, one transaction each."""
