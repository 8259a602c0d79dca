"""What an identity provider is asked: once, for a while, no longer than somebody waits; and what it says that is nothing."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from typing import Any

import pytest
from urllib3 import Timeout

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import Colleague
from tests.unit.desk.provider import METHODS, public_key
from tests.unit.desk.test_token import FORGERIES, REFUSED, come_in
from tests.unit.event import NOW


def test_what_was_read_or_asked_at_a_later_moment_is_not_believed_before_it(stranger: Colleague) -> None:
    """Events come in any order, and no clock of a machine is right for ever."""
    provider = stranger.provider
    for hours in (1, 0):
        stranger.now = NOW + timedelta(hours=hours)
        assert stranger.get("/desk/sign-in").status == 303
    assert len(provider.asked) == 2

    provider.sign = FORGERIES["a key that nobody lists"]
    asked = []
    for minutes in (2, 2, 0):
        stranger.now = NOW + timedelta(minutes=minutes)
        assert come_in(stranger) == REFUSED
        asked.append(provider.asked.count("/keys"))
    assert asked == [2, 2, 3]


# What a provider may publish that says nothing, or nothing that can be used.
UNREADABLE: tuple[dict[str, Any], ...] = (
    *({"discovered": {name: None}} for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")),
    {"discovered": {METHODS: 7}},
    {"discovered": {"jwks_uri": "ftp://127.0.0.1/keys"}},
    {"raw": b"<html>"},
    {"raw": b"[" * 100_000},
    {"raw": b"[]"},
    {"moved": ("/.well-known/openid-configuration", 401)},
    {"moved": ("/keys", 403)},
    {"listed": []},
    {"listed": [], "beside": [{**public_key("first"), "kid": ["first"]}]},
    {"listed": [], "beside": [{**public_key("first"), "use": ["sig"]}]},
)


@pytest.mark.parametrize("answers", UNREADABLE)
def test_a_provider_of_which_nothing_can_be_read_is_told_as_one_that_is_down(
    stranger: Colleague, answers: dict[str, Any]
) -> None:
    for name, value in answers.items():
        setattr(stranger.provider, name, value)
    begun = stranger.get("/desk/sign-in").status
    assert (come_in(stranger)[0] if begun == 303 else begun) == 503


def test_a_provider_is_asked_below_its_name_whether_that_ends_in_a_slash_or_not(cloud: Cloud, stranger: Colleague) -> None:
    for name in ("/realm", "/realm/"):
        cloud.settings["OIDC_ISSUER"] = f"{stranger.provider.url}{name}"
        assert stranger.get("/desk/sign-in").status == 503
    assert stranger.provider.asked == ["/realm/.well-known/openid-configuration"] * 2


def test_a_token_in_what_is_no_object_is_none(stranger: Colleague) -> None:
    back = stranger.provider.enter(stranger.get("/desk/sign-in").location, "Olga Smit", "privacy_officer")
    stranger.provider.raw = b"[]"

    assert stranger.come_back(*back).status == 503


def test_a_provider_that_hangs_up_is_asked_once(cloud: Cloud, stranger: Colleague) -> None:
    """What is asked may hold a code, which is good once."""
    heard: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        cloud.settings["OIDC_ISSUER"] = f"http://127.0.0.1:{server.getsockname()[1]}"
        listener = threading.Thread(target=lambda: heard.append(count_calls(server)))
        listener.start()
        assert stranger.get("/desk/sign-in").status == 503
        listener.join()
    assert heard == [1]


def count_calls(server: socket.socket) -> int:
    """Hang up on whoever calls, and return how many do before nobody has for a while."""
    calls, patience = 0, 10.0
    while True:
        server.settimeout(patience)
        try:
            server.accept()[0].close()
        except TimeoutError:
            return calls
        calls, patience = calls + 1, 0.3


def test_a_provider_that_says_nothing_is_not_waited_for(
    cloud: Cloud, stranger: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.auth.http._TIMEOUT", Timeout(connect=2, read=0.1))
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        cloud.settings["OIDC_ISSUER"] = f"http://127.0.0.1:{server.getsockname()[1]}"
        listener = threading.Thread(target=lambda: heard.append(outwait(server)))
        listener.start()
        assert stranger.get("/desk/sign-in").status == 503
        listener.join()
    assert heard == ["they hung up"]


def outwait(server: socket.socket) -> str:
    """Say nothing to who calls, and return who hung up first."""
    connection = server.accept()[0]
    with connection:
        connection.settimeout(3)
        try:
            while connection.recv(4096):
                pass
        except TimeoutError:
            return "we hung up"
    return "they hung up"
