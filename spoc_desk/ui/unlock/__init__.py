"""Before the vault is open: unlocking one, or making a new one."""
