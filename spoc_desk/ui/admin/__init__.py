"""The admin page: this vault, the look of the program, checks, the audit trail, the law."""
