"""What members of staff do with messages, enrollments and tasks, and what they see of one data subject."""
