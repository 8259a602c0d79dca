"""Payment providers: thin clients that create a payment and read one, and tell nobody what else the provider knows."""
