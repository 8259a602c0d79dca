"""Event source mappings: a table's changes carried to its functions as Lambda does, which the emulator does not."""
