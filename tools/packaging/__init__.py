"""Makes what ships of what is installed: small, byte-compiled, and holding nothing that is never used."""
