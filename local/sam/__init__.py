"""`sam local`: the functions as built, in containers, on the tables of a running stack."""
