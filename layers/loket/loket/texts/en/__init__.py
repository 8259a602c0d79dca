"""The English texts: one file for each capability, and one for what they share."""
