"""What can be wrong with a provider's answer; all of it means: ask again later."""


class ProviderUnavailable(Exception):
    """The provider did not give an answer that can be used: to be asked again later. `reason` repeats nothing of it."""

    def __init__(self, reason: str) -> None:
        """Name the reason."""
        super().__init__(reason)
        self.reason = reason


class PaymentNotFound(ProviderUnavailable):
    """The provider does not know the payment: not yet, or not under this key."""


class ProviderRefused(ProviderUnavailable):
    """The provider does not accept what it was asked, such as a key that was withdrawn."""


class AnswerUnreadable(ProviderUnavailable):
    """The answer does not have the documented shape; `reason` names the place."""


class StatusUnknown(ProviderUnavailable):
    """The answer has a status that did not exist when this was written; `reason` names of what. It is never guessed."""
