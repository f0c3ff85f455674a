"""What is true: values, rules and the law. Standard library only, no input or output, no clock."""
