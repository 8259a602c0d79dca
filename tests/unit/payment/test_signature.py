"""Signatures: what the vendors' own code signs passes, whatever else comes is one and the same refusal."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from loket.payment.domain.signature import SignatureRefused, check_mollie_signature, check_stripe_signature
from mollie.utils.webhooks.signature_validator import InvalidSignatureException, SignatureValidator
from stripe import SignatureVerificationError, WebhookSignature

from tests.unit.payment.table import failing

SECRETS = ("whsec_new", "whsec_old")
SENT_AT = 1_700_000_000
NOW = datetime.fromtimestamp(SENT_AT, UTC)
BODY = b'{"a":1}'
HEADERS = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="tv01=,sha256 abcdef0123456789\u0663\u00b2\ud800\x00"),
    st.text(alphabet="0123456789abcdef", min_size=64, max_size=64).map("sha256={}".format),
    st.text(alphabet="0123456789abcdef", min_size=64, max_size=64).map(f"t={SENT_AT},v1={{}}".format),
)


def sign_mollie(body: str, secret: str) -> str:
    return f"sha256={SignatureValidator.create_signature(body, secret)}"


def sign_stripe(body: str, secret: str, sent_at: int = SENT_AT) -> str:
    made: str = WebhookSignature.generate_signature_header(body, secret, sent_at)
    return made


def passes(check: Callable[[], None]) -> bool:
    """Return whether a check passes; anything but its own refusal fails the test."""
    try:
        check()
    except SignatureRefused:
        return False
    return True


def test_the_published_vectors_pass() -> None:
    mollie = "sha256=e479a5e4aaa17db94cfc546071e10e91c0b37f21e464e751ebdd7d7ad2ffd146"
    check_mollie_signature(b'{"id":"tr_12345","event_type":"payment-link.paid"}', mollie, ["test_webhook_secret"])
    stripe = f"t={SENT_AT},v1=38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789"
    check_stripe_signature(BODY, stripe, ["whsec_test"], now=NOW)


@given(st.text(), st.sampled_from(SECRETS))
def test_what_mollies_own_code_signs_passes(body: str, secret: str) -> None:
    check_mollie_signature(body.encode(), sign_mollie(body, secret), SECRETS)


@given(st.text(), st.sampled_from(SECRETS))
def test_what_stripes_own_code_signs_passes(body: str, secret: str) -> None:
    check_stripe_signature(body.encode(), sign_stripe(body, secret), SECRETS, now=NOW)


def test_one_valid_signature_among_several_is_enough() -> None:
    other = "0" * 64
    check_mollie_signature(BODY, f"sha256={other}, {sign_mollie(BODY.decode(), SECRETS[1])}", SECRETS)
    check_stripe_signature(BODY, f"{sign_stripe(BODY.decode(), SECRETS[1])},v1={other},v0={other}", SECRETS, now=NOW)


@given(HEADERS, st.binary())
@example("sha256=\ud800", b"")
@example("\ud800" * 64, b"")
@example(f"t={SENT_AT},v1=\ud800", b"")
@example("\ud800=\u0661,\x00", b"\xff")
@example(",=,=", b"")
@example("é" * 64, b"")
def test_a_malformed_header_is_refused_and_nothing_else(header: str | None, body: bytes) -> None:
    assert not passes(lambda: check_mollie_signature(body, header, SECRETS))
    assert not passes(lambda: check_stripe_signature(body, header, SECRETS, now=NOW))


@given(st.binary(), st.integers(0, 70), st.characters(), st.booleans())
def test_a_changed_mollie_header_passes_only_where_it_does_at_mollie(body: bytes, at: int, sign: str, replace: bool) -> None:  # noqa: FBT001
    text = body.decode("latin-1")
    valid = sign_mollie(text, SECRETS[0])
    header = valid[:at] + sign + valid[at + replace :]
    if passes(lambda: check_mollie_signature(text.encode(), header, SECRETS)):
        parts = [part.strip(" ") for part in header.split(",")]
        assert SignatureValidator.validate(text, list(SECRETS), [part for part in parts if part.isascii()])


@given(st.integers(0, 90), st.characters(), st.booleans())
def test_a_changed_stripe_header_passes_only_where_it_does_at_stripe(at: int, sign: str, replace: bool) -> None:  # noqa: FBT001
    valid = sign_stripe(BODY.decode(), SECRETS[0])
    header = valid[:at] + sign + valid[at + replace :]
    if passes(lambda: check_stripe_signature(BODY, header, SECRETS, now=NOW)):
        tidy = ",".join(part.strip(" ") for part in header.split(","))
        assert WebhookSignature.verify_header(BODY, tidy, SECRETS[0])


@given(st.binary(min_size=1), st.integers(min_value=0), st.integers(1, 255))
def test_a_changed_body_is_refused(body: bytes, at: int, change: int) -> None:
    text = body.decode("latin-1")
    raw = bytearray(text.encode())
    raw[at % len(raw)] ^= change
    assert not passes(lambda: check_mollie_signature(bytes(raw), sign_mollie(text, SECRETS[0]), SECRETS))
    assert not passes(lambda: check_stripe_signature(bytes(raw), sign_stripe(text, SECRETS[0]), SECRETS, now=NOW))


def test_a_secret_that_no_provider_gives_is_never_valid() -> None:
    def holds(secrets: tuple[str, ...]) -> bool:
        forged = secrets[0] if secrets else ""
        mollie, stripe = sign_mollie(BODY.decode(), forged), sign_stripe(BODY.decode(), forged)
        taken = passes(lambda: check_mollie_signature(BODY, mollie, secrets))
        return not taken and not passes(lambda: check_stripe_signature(BODY, stripe, secrets, now=NOW))

    assert failing([(), ("",), ("  ",), ("", "\t\n"), ("gehéim",)], holds) == []


# How many seconds after it was signed, or before, a notice comes in, and whether it is taken: five minutes, and no more.
MOMENTS = [(0, True), (300, True), (301, False), (10**9, False), (-300, True), (-301, False), (-(10**9), False)]


def test_a_stripe_signature_is_refused_too_late_and_too_early() -> None:
    header = sign_stripe(BODY.decode(), SECRETS[0])

    def is_taken(seconds: int) -> bool:
        now = NOW + timedelta(seconds=seconds)
        return passes(lambda: check_stripe_signature(BODY, header, SECRETS, now=now))

    assert failing(MOMENTS, lambda row: is_taken(row[0]) is row[1]) == []


OTHER_FORMS = [
    "v1={digest}",
    "t=,v1={digest}",
    "t={sent_at}",
    "t={sent_at},t={sent_at},v1={digest}",
    "t={sent_at},v0={digest}",
    "t=+{sent_at},v1={digest}",
    "t={sent_at}.0,v1={digest}",
    "t=9999999999999,v1={digest}",
    "t={sent_at},v1={digest}=",
    "t={sent_at},v1=sha256={digest}",
    "t={sent_at},v1={digest}" + " " * 3000,
    "t:{sent_at};v1:{digest}",
]


def test_a_stripe_header_of_another_form_is_refused() -> None:
    """The digest is the right one: the form alone is what is refused."""
    digest = sign_stripe(BODY.decode(), SECRETS[0]).rpartition("=")[2]

    def is_taken(form: str) -> bool:
        header = form.format(sent_at=SENT_AT, digest=digest)
        return passes(lambda: check_stripe_signature(BODY, header, SECRETS, now=NOW))

    assert is_taken("t={sent_at},v1={digest}")
    assert failing(OTHER_FORMS, lambda form: not is_taken(form)) == []


def test_a_header_is_as_long_as_it_may_be_and_no_longer() -> None:
    """Two thousand and forty-eight characters; the signature in each is the right one."""

    def is_taken(valid: str, length: int, check: Callable[[str], None]) -> bool:
        return passes(lambda: check(valid + "," + "x" * (length - len(valid) - 1)))

    for valid, check in (
        (sign_mollie(BODY.decode(), SECRETS[0]), lambda header: check_mollie_signature(BODY, header, SECRETS)),
        (sign_stripe(BODY.decode(), SECRETS[0]), lambda header: check_stripe_signature(BODY, header, SECRETS, now=NOW)),
    ):
        assert [is_taken(valid, length, check) for length in (2048, 2049)] == [True, False]


def test_what_the_vendors_code_lets_through_is_refused_here() -> None:
    """The traps: an empty secret and a missing header at Mollie; a signature from the future at Stripe."""
    assert SignatureValidator.validate("{}", "", sign_mollie("{}", ""))
    assert not passes(lambda: check_mollie_signature(b"{}", sign_mollie("{}", ""), [""]))
    assert SignatureValidator.validate("{}", SECRETS[0], None) is False
    assert not passes(lambda: check_mollie_signature(b"{}", None, SECRETS))
    far = int(time.time()) + 10**6
    assert WebhookSignature.verify_header("{}", sign_stripe("{}", SECRETS[0], far), SECRETS[0], tolerance=300)
    assert not passes(lambda: check_stripe_signature(b"{}", sign_stripe("{}", SECRETS[0], far), SECRETS, now=NOW))


def test_what_the_vendors_code_refuses_is_refused_here() -> None:
    wrong = "0" * 64
    with pytest.raises(InvalidSignatureException):
        SignatureValidator.validate("{}", list(SECRETS), wrong)
    assert not passes(lambda: check_mollie_signature(b"{}", wrong, SECRETS))
    with pytest.raises(SignatureVerificationError):
        WebhookSignature.verify_header("{}", f"t={SENT_AT},v1={wrong}", SECRETS[0])
    assert not passes(lambda: check_stripe_signature(b"{}", f"t={SENT_AT},v1={wrong}", SECRETS, now=NOW))
