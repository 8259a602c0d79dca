"""Courses and enrollments in their tables."""
