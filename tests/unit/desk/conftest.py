"""The desk, in front of moto and an OpenID provider on loopback, with a colleague in each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk.auth import oidc as identity
from loket.storage.secret import load_desk_secret

from tests.unit.cloud import Cloud
from tests.unit.desk.colleague import Colleague
from tests.unit.desk.provider import CLIENT, IdentityProvider
from tests.unit.event import post_json, solved_challenge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

type Ask = Callable[..., str]

ROLES = {"handler": "Hanna Bakker", "privacy_officer": "Olga Smit", "auditor": "Aron Meijer"}


@pytest.fixture
def provider(cloud: Cloud) -> Iterator[IdentityProvider]:
    """Serve a provider, and let the desk know it alone."""
    for published in (identity.PROVIDERS, identity.SIGNING_KEYS):
        published.known.clear()
        published.asked_anew.clear()
    load_desk_secret.cache_clear()
    served = IdentityProvider().start()
    cloud.settings |= {"OIDC_ISSUER": served.url, "OIDC_CLIENT_ID": CLIENT, "OIDC_ROLES_CLAIM": "roles"}
    yield served
    served.stop()


@pytest.fixture
def hire(cloud: Cloud, provider: IdentityProvider) -> Callable[[str], Colleague]:
    """Return what lets a colleague with a role sign in."""

    def let_in(role: str) -> Colleague:
        return Colleague(cloud, provider, name=ROLES[role], roles=(role,)).sign_in()

    return let_in


@pytest.fixture
def officer(hire: Callable[[str], Colleague]) -> Colleague:
    """Let a privacy officer sign in."""
    return hire("privacy_officer")


@pytest.fixture
def handler(hire: Callable[[str], Colleague]) -> Colleague:
    """Let a handler sign in."""
    return hire("handler")


@pytest.fixture
def auditor(hire: Callable[[str], Colleague]) -> Colleague:
    """Let an auditor sign in."""
    return hire("auditor")


@pytest.fixture
def stranger(cloud: Cloud, provider: IdentityProvider) -> Colleague:
    """Give somebody who has not signed in."""
    return Colleague(cloud, provider)


@pytest.fixture
def ask(cloud: Cloud) -> Ask:
    """Return what makes a privacy request by the form, as a person does, and tells its reference."""

    def send(**changes: str) -> str:
        asked = {"kind": "objection", "name": "Sanne de Vries", "email": "sanne.devries@example.nl", "language": "nl"}
        event = post_json("POST /privacy-requests", {**asked, "altcha": solved_challenge(), **changes})
        answer = cloud.invoke("submit_privacy_request", event)
        assert answer["statusCode"] == 202, answer
        found = list(cloud.items("PersonalDataTable", kind="PRIVACY_REQUEST#"))
        return str(max(found, key=lambda one: one["sk"])["reference"])

    return send
