"""Who looked at whose data, and the ledger for who looks back."""
