"""What a payment is, how what a provider says is joined with it, and what follows from money that moved."""
