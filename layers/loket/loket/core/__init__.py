"""What a thing is and what may happen to it: standard library, pydantic and the checkers of numbers; no AWS, no clock."""
