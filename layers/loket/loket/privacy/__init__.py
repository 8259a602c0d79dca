"""A data subject's request, from receipt to what was carried out."""
