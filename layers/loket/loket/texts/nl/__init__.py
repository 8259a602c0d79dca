"""The Dutch texts: one file for each capability, and one for what they share."""
