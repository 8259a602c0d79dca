"""What waits for a member of staff: messages, enrollments and payments, and what is done about them."""
