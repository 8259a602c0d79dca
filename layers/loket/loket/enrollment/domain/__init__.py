"""What a course and an enrollment are, and what of a person's answers may be kept."""
