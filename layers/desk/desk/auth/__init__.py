"""Who somebody is: the OpenID provider that says so, and the session and cookies by which we know them again."""
