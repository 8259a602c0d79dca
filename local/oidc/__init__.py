"""A made-up OpenID provider for one machine: three members of staff, no passwords, real signatures."""
