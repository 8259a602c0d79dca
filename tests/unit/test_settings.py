"""What is chosen wrongly for one machine is told in one sentence, before anything starts."""

import pytest

from local.settings import Settings, SettingWrong

WRONG = {
    ("PORT", "abc"): "PORT=abc is no port: choose a number from 1 to 65535.",
    ("PORT", "0"): "PORT=0 is no port: choose a number from 1 to 65535.",
    ("PORT", "65536"): "PORT=65536 is no port: choose a number from 1 to 65535.",
    ("PORT", "-1"): "PORT=-1 is no port: choose a number from 1 to 65535.",
    ("CHALLENGE", "maybe"): "CHALLENGE=maybe is not known: choose on or off.",
    ("SCHEDULES", "maybe"): "SCHEDULES=maybe is not known: choose on or off.",
    ("PAYMENT_PROVIDER", "adyen"): "PAYMENT_PROVIDER=adyen is not known: choose mollie or stripe.",
}


def say(name: str, value: str) -> str:
    """Return what is said of a setting."""
    with pytest.raises(SettingWrong) as wrong:
        Settings.from_environment({name: value})
    return str(wrong.value)


def test_a_setting_that_cannot_be_is_told_with_what_can() -> None:
    assert {setting: say(*setting) for setting in WRONG} == WRONG


def test_what_can_be_is_taken_and_what_is_not_said_has_its_default() -> None:
    assert [Settings.from_environment({"PORT": port}).port for port in ("", "1", "65535")] == [3000, 1, 65_535]
    chosen = Settings.from_environment({"CHALLENGE": "off", "SCHEDULES": "off", "PAYMENT_PROVIDER": "stripe"})
    assert (chosen.challenge, chosen.schedules, chosen.payment_provider) == ("off", "off", "stripe")
    usual = Settings.from_environment({})
    assert (usual.challenge, usual.schedules, usual.payment_provider) == ("on", "on", "mollie")
