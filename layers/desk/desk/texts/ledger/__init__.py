"""What the ledger says, in both languages."""
