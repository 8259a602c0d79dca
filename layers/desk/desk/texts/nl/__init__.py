"""The Dutch texts of the desk: one file for each part of it, and one for the desk as a whole."""
