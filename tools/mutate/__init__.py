"""How many small faults in the code the tests notice: `make mutate`. cosmic-ray knows what a fault can be."""
