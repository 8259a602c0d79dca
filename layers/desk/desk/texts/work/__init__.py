"""The texts about messages, enrollments, payments and people."""
