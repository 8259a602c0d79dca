"""Privacy requests, as staff work on them."""
