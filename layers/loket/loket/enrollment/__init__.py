"""Courses, and taking part in them: the catalogue, the enrollment, its page and its mails."""
