"""The HTTP edge: reading what API Gateway hands over, and answering people and programs in their own form."""
