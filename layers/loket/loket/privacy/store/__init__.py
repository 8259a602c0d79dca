"""Privacy requests, their steps and the copies of identity documents, where they are kept."""
