"""The mails, as a mail program shows them."""

import pytest

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor
from tests.running import RunningStack

PAID_COURSE = "orde-houden-vo"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_mail_with_a_long_link_fits_on_a_telephone(arrive: Arrive, stack: RunningStack, language: str) -> None:
    """The way to pay is an address of two hundred signs without a space."""
    visitor: Visitor = arrive(language=language, width=320)
    visitor.open_course(PAID_COURSE, language)
    visitor.fill_required()
    visitor.send()
    visitor.read_reference()
    [mail] = stack.wait_for_mails(visitor.email)
    # Away from the website, whose policy would forbid the letter its style.
    visitor.page.goto("about:blank")
    visitor.page.set_content(mail["html"])
    assert max(len(link) for link in mail["links"]) > 100
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 320
