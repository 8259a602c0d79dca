"""What each function may do at AWS: its own role as the template writes it, judged as AWS would judge it."""
