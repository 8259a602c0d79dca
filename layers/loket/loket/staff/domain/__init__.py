"""The work of staff at the desk: what waits for a person, and what they may do with it."""
