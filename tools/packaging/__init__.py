"""Turns what `sam build` leaves into what ships: small, byte-compiled, and holding nothing that is never used."""
