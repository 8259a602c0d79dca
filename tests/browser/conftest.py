"""A real browser against the real system."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.bank import Bank
from tests.browser.visitor import Visitor
from tests.loopback import choose_address
from tests.machine import find_chromium, require
from tests.running import RunningStack

# The browser's own traffic is switched off, so that every request seen is the website's.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A slow machine is no fault: what never comes is told from what comes late.
PATIENCE_SECONDS = 60
expect.set_options(timeout=PATIENCE_SECONDS * 1000)

type Arrive = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require(find_chromium), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def arrive(browser: Browser, stack: RunningStack) -> Iterator[Arrive]:
    """Return the function that lets a new visitor arrive, each with a browser profile of their own."""
    contexts = []

    def let_in(*, script: bool = True, width: int = 1280, language: str = "nl", plain_headers: bool = False) -> Visitor:
        # The header gives each visitor an address of their own; across origins a browser would have to ask leave for it.
        address = {} if plain_headers else {"loket-source-ip": choose_address()}
        context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            locale={"nl": "nl-NL", "en": "en-GB"}[language],
            color_scheme="light",
            extra_http_headers=address,
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        return Visitor(context.new_page(), stack)

    yield let_in
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    """Let in a Dutch visitor at a desk, with script."""
    return arrive()


@pytest.fixture
def bank(stack: RunningStack) -> Iterator[Bank]:
    """Lend the providers, and let them behave again afterwards."""
    bank = Bank(stack)
    yield bank
    bank.rest()
