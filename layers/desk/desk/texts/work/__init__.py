"""The texts about messages, enrollments, payments, people and the ledger."""
