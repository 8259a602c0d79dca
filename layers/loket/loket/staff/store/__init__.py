"""Tasks, the items they are about, and everything that is kept about one data subject, in their tables."""
