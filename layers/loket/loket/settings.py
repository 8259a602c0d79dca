"""What a function is told by its environment, and the end of its start."""

import gc
import os


class SettingMissing(RuntimeError):
    """An environment variable that the function needs is not set."""


def setting(name: str) -> str:
    """Return an environment variable's value; raise `SettingMissing` where it is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise SettingMissing(name)
    return value


def finish_start(*needed: str) -> None:
    """Refuse to start without the settings a function needs; then let the collector leave alone what start-up made."""
    for name in needed:
        setting(name)
    gc.freeze()
    gc.enable()
