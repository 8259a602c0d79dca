"""`/_local/`: look into the running system, and run a function for any moment."""
