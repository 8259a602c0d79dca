"""Everything that is kept about one data subject: finding it, and saying it in words."""
