"""Measures what a cold start costs, on built artifacts: see README.md beside this file."""
