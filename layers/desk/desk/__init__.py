"""The staff desk: where privacy requests, messages, enrollments and payments are worked on, by people with a name."""
