"""The one kind of exception that ends the start with a sentence instead of a traceback."""


class CannotStart(Exception):
    """The local stack cannot come up, or cannot go on; the message says why."""
