"""The texts of the person's own page about a privacy request, in both languages."""
