"""Contact messages: a question, a report or a complaint, and the answer that a member of staff gives."""
