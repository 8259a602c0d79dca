"""What a course and an enrollment are, and which of a person's values may be kept."""
