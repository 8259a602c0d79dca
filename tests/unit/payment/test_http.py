"""The client: every way in which a provider can fail is one error with a name, in bounded time, and repeats nothing."""

import gzip
import ssl
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from loket.payment.provider.fault import AnswerUnreadable, PaymentNotFound, ProviderRefused, ProviderUnavailable
from loket.payment.provider.http import PATIENCE, Call, Deadline, Patience, ask

from tests.unit.payment.account_made import QUICK
from tests.unit.payment.provider_server import (
    ProviderServer,
    Reply,
    drip_body,
    drip_headers,
    flood,
    hang,
    hang_up,
    reply,
    reply_bytes,
)
from tests.unit.payment.table import failing

PLANTED = "planted in the answer"


def call(server: ProviderServer, path: str = "/it") -> Call:
    return Call(method="GET", url=f"{server.url}{path}", headers={"Authorization": "Bearer planted"})


def fail(server: ProviderServer, given: Reply, patience: Patience = PATIENCE) -> ProviderUnavailable:
    """Return the error for a reply; what it says must not hold anything of the call or the answer."""
    server.replies["/it"] = given
    with pytest.raises(ProviderUnavailable) as failed:
        ask(call(server), Deadline(patience))
    error = failed.value
    told = f"{error!r} {error.__cause__!r}" if error.__suppress_context__ else f"{error!r} {error.__context__!r}"
    assert "planted" not in told
    assert "127.0.0.1" not in told
    return error


def test_an_answer_is_returned(server: ProviderServer) -> None:
    server.replies["/it"] = reply(200, {"a": "é"})
    assert ask(call(server), Deadline(PATIENCE)) == {"a": "é"}
    assert server.sent[0].headers["authorization"] == "Bearer planted"


STATUSES: list[tuple[int, type]] = [
    (204, ProviderUnavailable),
    (304, ProviderUnavailable),
    (399, ProviderUnavailable),
    (400, ProviderRefused),
    (401, ProviderRefused),
    (403, ProviderRefused),
    (404, PaymentNotFound),
    (409, ProviderRefused),
    (410, ProviderRefused),
    (422, ProviderRefused),
    (429, ProviderUnavailable),
    (500, ProviderUnavailable),
    (502, ProviderUnavailable),
    (503, ProviderUnavailable),
]


def test_a_status_has_its_error_and_is_not_tried_again(server: ProviderServer) -> None:
    def holds(row: tuple[int, type]) -> bool:
        server.sent.clear()
        error = fail(server, reply(row[0], {"detail": PLANTED}))
        return type(error) is row[1] and error.reason == f"status_{row[0]}" and len(server.sent) == 1

    assert failing(STATUSES, holds) == []


def test_a_redirection_is_not_followed(server: ProviderServer) -> None:
    server.replies["/elsewhere"] = reply(200, {})

    def holds(status: int) -> bool:
        server.sent.clear()
        error = fail(server, reply_bytes(status, b"", location="/elsewhere"))
        return error.reason == f"status_{status}" and [sent.path for sent in server.sent] == ["/it"]

    assert failing([301, 302, 303, 307, 308], holds) == []


NO_OBJECTS = [b"", b"planted", b"[]", b'"planted"', b"null", b'{"planted": ', b"\xff{}", b"[" * 100_000, b"1" * 5000]


def test_what_is_not_a_json_object_is_unreadable(server: ProviderServer) -> None:
    def holds(body: bytes) -> bool:
        error = fail(server, reply_bytes(200, body))
        return isinstance(error, AnswerUnreadable) and error.reason == "json"

    assert failing(NO_OBJECTS, holds) == []


def test_a_compressed_answer_that_was_not_asked_for_is_unreadable(server: ProviderServer) -> None:
    """A megabyte of it could be a gigabyte."""
    assert isinstance(fail(server, reply_bytes(200, gzip.compress(b"{}"), **{"content-encoding": "gzip"})), AnswerUnreadable)


def test_an_answer_is_four_megabytes_at_most(server: ProviderServer) -> None:
    server.replies["/it"] = reply_bytes(200, b"{}".ljust(4_194_304))
    assert ask(call(server), Deadline(PATIENCE)) == {}
    assert fail(server, reply_bytes(200, b"{}".ljust(4_194_305))).reason == "size"


def test_an_endless_answer_is_not_read_until_the_time_is_up(server: ProviderServer) -> None:
    assert fail(server, flood).reason == "size"


def test_a_cut_off_answer_is_a_failed_connection(server: ProviderServer) -> None:
    assert fail(server, reply_bytes(200, b"{}", **{"content-length": "100"})).reason == "connection"


def test_a_closed_connection_is_a_failed_connection(server: ProviderServer) -> None:
    assert fail(server, hang_up).reason == "connection"
    assert len(server.sent) == 1


def test_a_closed_port_is_a_failed_connection(server: ProviderServer) -> None:
    server.stop()
    assert fail(server, hang).reason == "connection"


@pytest.mark.parametrize("given", [hang, drip_headers, drip_body])
def test_a_provider_that_keeps_one_waiting_is_left(server: ProviderServer, given: Reply) -> None:
    """The server holds its answer until the test is over: that the call came back at all shows that it did not wait."""
    assert fail(server, given, QUICK).reason == "time"
    assert not server.released.is_set()
    assert len(server.sent) == 1


def test_nothing_goes_on_reading_after_the_deadline(server: ProviderServer) -> None:
    assert fail(server, drip_body, Patience(connect=60, read=60, total=0.3)).reason == "time"
    end = time.monotonic() + 10
    while any("_report" in thread.name for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.02)
    assert [thread.name for thread in threading.enumerate() if "_report" in thread.name] == []


def test_the_deadline_holds_where_each_read_is_within_its_limit(server: ProviderServer) -> None:
    assert fail(server, drip_headers, Patience(connect=60, read=60, total=0.3)).reason == "time"


def test_no_call_begins_after_the_deadline(server: ProviderServer) -> None:
    assert fail(server, reply(200, {}), Patience(connect=1, read=1, total=0)).reason == "time"
    assert server.sent == []


def test_the_patience_ends_before_mollie_gives_up_on_a_webhook() -> None:
    """Mollie waits 15 seconds (docs.mollie.com, "Webhooks"); the tables need some of them."""
    assert (PATIENCE.connect, PATIENCE.read) == (2, 4)
    assert PATIENCE.total < 10


def test_a_call_shows_neither_its_key_nor_what_it_sends(server: ProviderServer) -> None:
    assert "planted" not in repr(replace(call(server), body=b"planted"))


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, socket_enabled: None) -> None:  # noqa: ARG001
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(tmp_path))
    server = ProviderServer(replies={"/it": reply(200, {})}).start(context)
    try:
        assert fail(server, reply(200, {})).reason == "connection"
        assert server.sent == []
    finally:
        server.stop()


def make_certificate(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "certificate.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
