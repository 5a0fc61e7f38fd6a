"""Pages of accounts: logging in, one's own account, managing accounts, acting deputies."""
