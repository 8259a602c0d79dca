"""How a process starts and what it writes in its log: settings that it needs, clients that give up in time, secrets once."""

from __future__ import annotations

import gc
import logging
from typing import NoReturn

import pytest
from loket.log import log_event, log_fault
from loket.settings import SettingMissing, finish_start, setting
from loket.storage.client import StoreRefused, StoreUnavailable, client
from loket.storage.secret import load_desk_secret, read_secret

from tests.unit.cloud import SERVICES, Cloud, Fault
from tests.unit.function import folders, load_handler

# What a library reads, and does without.
NOT_OURS = {"PYDANTIC_DISABLE_PLUGINS"}


def test_a_setting_is_there_or_the_function_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONE", "1")
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.delenv("ABSENT", raising=False)

    assert setting("ONE") == "1"
    finish_start("ONE")
    for name in ("EMPTY", "ABSENT"):
        with pytest.raises(SettingMissing, match=f"^{name}$"):
            setting(name)
        with pytest.raises(SettingMissing, match=f"^{name}$"):
            finish_start("ONE", name)


@pytest.mark.parametrize("folder", folders())
def test_a_function_starts_with_all_that_the_template_gives_it_and_not_without_one_of_it(cloud: Cloud, folder: str) -> None:
    given = cloud.environment(folder)
    cloud.set_environment(given)
    load_handler(folder)

    for name in given.keys() - NOT_OURS:
        cloud.set_environment({one: value for one, value in given.items() if one != name})
        with pytest.raises(SettingMissing, match=f"^{name}$"):
            load_handler(folder)


def test_what_start_up_made_is_left_alone_by_the_collector() -> None:
    gc.unfreeze()
    gc.disable()
    try:
        finish_start()
        assert gc.get_freeze_count() > 0
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.mark.usefixtures("cloud")
def test_a_client_gives_up_before_the_function_does() -> None:
    """Three tries of a second to connect and two to answer."""
    for service in SERVICES:
        config = client(service).meta.config
        assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (1, 2, 3), service
        assert (config.retries["mode"], config.tcp_keepalive) == ("standard", True), service
        assert client(service) is client(service)
    signing = client("s3").meta.config
    assert (signing.signature_version, signing.s3["addressing_style"]) == ("s3v4", "virtual")


def test_a_secret_is_read_once_and_one_that_cannot_be_read_is_told(cloud: Cloud) -> None:
    cloud.set_environment({"DESK_SECRET": "DeskSecret"})
    load_desk_secret.cache_clear()

    assert [load_desk_secret(), load_desk_secret()] == ["{}", "{}"]
    assert len(cloud.called("GetSecretValue")) == 1
    denied = Fault("GetSecretValue", 400, {"__type": "AccessDenied"}, times=1)
    for fault, told in ((denied, StoreRefused), (Fault("GetSecretValue", times=3), StoreUnavailable)):
        cloud.fail(fault)
        with pytest.raises(told):
            read_secret("DeskSecret")
    assert read_secret("DeskSecret") == "{}"
    load_desk_secret.cache_clear()


def fail(deep: int) -> NoReturn:
    if deep:
        fail(deep - 1)
    raise ValueError("Sanne Kwx")


def test_a_fault_is_logged_by_its_kinds_and_the_last_eight_places(caplog: pytest.LogCaptureFixture) -> None:
    try:
        try:
            fail(9)
        except ValueError as inner:
            raise KeyError("Kwx") from inner
    except KeyError as error:
        log_fault(error)
        log_fault(error.__cause__ or error)

    first, second = [record.getMessage() for record in caplog.records]
    assert first.startswith("fault KeyError from ValueError at test_start.py:")
    assert second.startswith("fault ValueError at test_start.py:")
    assert (second.count("test_start.py:"), second.count("; "), second.count(" fail")) == (8, 7, 8)
    assert {record.levelname for record in caplog.records} == {"ERROR"}
    assert "Kwx" not in caplog.text
    assert "/" not in first + second


def test_an_event_is_logged_by_its_name_with_facts_beside_it(caplog: pytest.LogCaptureFixture) -> None:
    log_event("something.happened", doubts=2)

    [record] = caplog.records
    assert (record.getMessage(), record.levelname, vars(record)["doubts"]) == ("something.happened", "INFO", 2)
    assert [logging.getLogger(name).level for name in ("botocore", "mangum")] == [logging.WARNING] * 2
