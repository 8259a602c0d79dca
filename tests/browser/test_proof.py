"""A person who asks for their data: from the form to a copy of their passport of which we only get what they left of it.

The emulator takes a forged or changed signature for good, answers every origin, and checks neither type nor size of what is
uploaded: that the bucket refuses those is AWS's to keep, and is not tested here.
"""

from base64 import b64decode
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.session import Session
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.course import find_stored
from tests.browser.photo import PLACE, read_copy, take_photo
from tests.browser.visitor import Visitor
from tests.running import RunningStack

HOSTILE = '"><script>document.title = "broken"</script><img src=x onerror="document.title = \'broken\'">'
_OVERHEAR = """const send = window.fetch;
window.fetch = async (url, options) => {
  for (const part of options.body.values()) {
    if (!(part instanceof Blob)) continue;
    const bytes = new Uint8Array(await part.arrayBuffer());
    await overheard(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
  }
  return send(url, options);
};"""
RED, YELLOW, GREEN = (255, 0, 0), (255, 255, 0), (0, 255, 0)


def ask(visitor: Visitor, stack: RunningStack, **changes: str) -> str:
    """Send a request as the form does, open the page with the link from the mail, and return the reference."""
    asked = {"kind": "access", "name": "Sanne de Vries", "email": visitor.email, "language": "nl", **changes}
    reference = str(stack.post_form("/privacy-requests", asked).json["reference"])
    [mail] = stack.wait_for_mails(visitor.email)
    visitor.page.goto(next(link for link in mail["links"] if reference in link))
    return reference


def start_copy(visitor: Visitor, stack: RunningStack, **changes: str) -> str:
    """Go on to the page on which a copy is made, and return the reference."""
    reference = ask(visitor, stack, **changes)
    visitor.page.locator("button").first.click()
    visitor.page.locator("a.button").click()
    visitor.page.wait_for_url("**/proof?*")
    return reference


def choose_photo(visitor: Visitor) -> bytes:
    """Choose a photo that was just taken, and return it as it is in the file."""
    photo = take_photo(visitor.page)
    visitor.page.locator("#photo").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
    visitor.page.locator("#canvas").wait_for()
    return photo


def drag(visitor: Visitor, canvas: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag a box over the canvas, from one point to another, in parts of it."""
    canvas.scroll_into_view_if_needed()
    shown = canvas.bounding_box()
    assert shown is not None
    place = [(shown["x"] + x * shown["width"], shown["y"] + y * shown["height"]) for x, y in (start, end)]
    visitor.page.mouse.move(*place[0])
    visitor.page.mouse.down()
    visitor.page.mouse.move(*place[1], steps=5)
    visitor.page.mouse.up()


def overhear(visitor: Visitor) -> list[bytes]:
    """Return a list that gets every file that the page's script sends, as it leaves; the browser itself tells of none."""
    sent: list[bytes] = []
    visitor.page.expose_function("overheard", lambda copy: sent.append(b64decode(copy)))
    visitor.page.add_init_script(_OVERHEAR)
    visitor.page.reload()
    return sent


def send_copy(visitor: Visitor) -> None:
    """Send the copy once it is shown."""
    visitor.page.locator("#preview").wait_for()
    visitor.page.locator("#send button").click()


def find_bucket(stack: RunningStack) -> dict[str, str]:
    """Return the settings under which the functions reach the bucket."""
    settings: dict[str, str] = stack.get("/_local/functions").json["FollowPrivacyRequestFunction"]
    return settings


def list_copies(stack: RunningStack) -> dict[str, bytes]:
    """Return every copy in the bucket by its key."""
    found = find_bucket(stack)
    session = Session()
    session.set_credentials("local", "local")
    s3: Any = session.create_client("s3", region_name="eu-central-1", endpoint_url=found["AWS_ENDPOINT_URL"])
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=found["PROOF_BUCKET"]).get("Contents", [])]
    return {key: s3.get_object(Bucket=found["PROOF_BUCKET"], Key=key)["Body"].read() for key in keys}


def test_of_a_photo_we_get_what_its_person_left_of_it(visitor: Visitor, stack: RunningStack) -> None:
    reference = start_copy(visitor, stack)
    before = list_copies(stack)
    sent = overhear(visitor)
    photo = choose_photo(visitor)
    drag(visitor, visitor.page.locator("#canvas"), (0.0, 0.0), (0.5, 0.5))
    assert visitor.list_barriers() == ""
    send_copy(visitor)
    visitor.page.get_by_text("Wij hebben uw kopie en kijken ernaar.").wait_for()

    [copy] = [copy for key, copy in list_copies(stack).items() if key not in before]
    seen = read_copy(visitor.page, copy, (0.25, 0.25), (0.75, 0.2525), (0.25, 0.7525), (0.75, 0.7525))
    assert seen["size"] == [1333, 2000]
    assert seen["brightest"] < 8
    for colour, expected in zip(seen["colours"][1:], (RED, YELLOW, GREEN), strict=True):
        assert all(abs(part - wanted) < 60 for part, wanted in zip(colour, expected, strict=True)), seen
    assert find_stored(stack, reference)["status"] == "proof_received"
    for secret in (b"Exif", PLACE, photo[1000:1064]):
        assert secret not in copy
    assert sent == [copy]
    # The page's policy lets no other script speak, and to no other place; what is left are the buttons.
    assert [post.post_data for post in visitor.list_posts()] == ["action=confirm", None, "action=send_proof"]


def test_the_copy_goes_to_the_bucket_alone_and_nothing_stays_behind(visitor: Visitor, stack: RunningStack) -> None:
    start_copy(visitor, stack)
    choose_photo(visitor)
    drag(visitor, visitor.page.locator("#canvas"), (0.2, 0.2), (0.6, 0.4))
    send_copy(visitor)
    visitor.page.get_by_text("Wij hebben uw kopie en kijken ernaar.").wait_for()

    assert visitor.list_origins() == {stack.base_url, find_bucket(stack)["AWS_ENDPOINT_URL"]}
    assert visitor.list_traces() == {}
    assert visitor.complaints == []


def test_the_keyboard_is_enough(visitor: Visitor, stack: RunningStack) -> None:
    start_copy(visitor, stack)
    choose_photo(visitor)
    keyboard = visitor.page.keyboard
    visitor.page.locator("#add").focus()
    keyboard.press("Enter")
    visitor.page.get_by_text("Vlak 1: 30% van links, 40% van boven, 40% breed, 20% hoog.").wait_for()
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowUp")
    keyboard.press("Shift+ArrowRight")
    keyboard.press("Shift+ArrowDown")
    visitor.page.get_by_text("Vlak 1: 28% van links, 38% van boven, 42% breed, 22% hoog.").wait_for()
    keyboard.press("Delete")
    visitor.page.get_by_text("Aantal zwarte vlakken: 0.").wait_for()
    expect(visitor.page.locator("#preview")).to_be_hidden()
    visitor.page.locator("#add").focus()
    keyboard.press("Enter")
    visitor.page.locator("#preview").wait_for()
    visitor.page.locator("#send button").focus()
    keyboard.press("Enter")

    visitor.page.get_by_text("Wij hebben uw kopie en kijken ernaar.").wait_for()


def test_a_photo_with_nothing_black_is_not_sent(visitor: Visitor, stack: RunningStack) -> None:
    start_copy(visitor, stack)
    choose_photo(visitor)
    before = len(visitor.list_posts())
    visitor.page.locator("#send button").click()
    visitor.page.get_by_text("Er is nog niets zwart.").wait_for()
    drag(visitor, visitor.page.locator("#canvas"), (0.2, 0.2), (0.6, 0.4))
    visitor.page.locator("#preview").wait_for()
    visitor.page.locator("#undo").click()
    visitor.page.locator("#send button").click()
    visitor.page.get_by_text("Er is nog niets zwart.").wait_for()

    assert len(visitor.list_posts()) == before


def test_what_is_no_photo_is_told_so(visitor: Visitor, stack: RunningStack) -> None:
    start_copy(visitor, stack)
    broken = {"name": "paspoort.heic", "mimeType": "image/heic", "buffer": b"no picture at all"}
    visitor.page.locator("#photo").set_input_files(broken)  # type: ignore[arg-type]

    visitor.page.get_by_text("Kies een JPEG, PNG").wait_for()
    expect(visitor.page.locator("#canvas")).to_be_hidden()


def test_without_script_another_way_is_offered(arrive: Arrive, stack: RunningStack) -> None:
    visitor = arrive(script=False)
    start_copy(visitor, stack)

    offered = visitor.page.locator("noscript p")
    expect(offered).to_be_visible()
    expect(offered).to_contain_text("Dan stellen wij op een andere manier vast wie u bent.")
    expect(visitor.page.locator("#photo")).to_be_hidden()


@pytest.mark.parametrize(("language", "width"), [("nl", 1280), ("nl", 390), ("en", 1280), ("en", 390)])
def test_no_page_has_a_barrier_or_is_too_wide(arrive: Arrive, stack: RunningStack, language: str, width: int) -> None:
    visitor = arrive(language=language, width=width)
    ask(visitor, stack, language=language, details="x" * 300)
    for step in ("button", "a.button", "#photo"):
        expect(visitor.page.locator(step).first).to_be_visible()
        assert visitor.list_barriers() == ""
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        if step == "#photo":
            choose_photo(visitor)
            visitor.page.locator("#add").click()
            visitor.page.locator("#preview").wait_for()
        else:
            visitor.page.locator(step).first.click()
    assert visitor.list_barriers() == ""
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_somebody_adds_something_and_withdraws(arrive: Arrive, stack: RunningStack, *, script: bool) -> None:
    visitor = arrive(script=script)
    reference = ask(visitor, stack, kind="objection")
    visitor.page.locator("#information").fill("Ik woon nu in Zeist.\nGroeten!")
    visitor.page.get_by_role("button", name="Toevoegen", exact=True).click()
    visitor.page.get_by_text("Ik woon nu in Zeist.").wait_for()
    visitor.page.locator("summary").click()
    visitor.page.get_by_role("button", name="Trek mijn verzoek in").click()
    visitor.page.get_by_text("U hebt uw verzoek ingetrokken.").wait_for()

    expect(visitor.page.locator("form")).to_have_count(0)
    assert find_stored(stack, reference)["status"] == "withdrawn"
    assert len(stack.wait_for_mails(visitor.email, 3)) == 3


def test_withdrawing_destroys_the_copy(visitor: Visitor, stack: RunningStack) -> None:
    start_copy(visitor, stack)
    before = list_copies(stack)
    choose_photo(visitor)
    drag(visitor, visitor.page.locator("#canvas"), (0.2, 0.2), (0.6, 0.4))
    send_copy(visitor)
    visitor.page.get_by_text("Wij hebben uw kopie en kijken ernaar.").wait_for()
    assert len(list_copies(stack)) == len(before) + 1
    visitor.page.locator("summary").click()
    visitor.page.get_by_role("button", name="Trek mijn verzoek in").click()
    visitor.page.get_by_text("U hebt uw verzoek ingetrokken.").wait_for()

    assert list_copies(stack) == before


def test_what_people_write_is_shown_as_they_wrote_it(visitor: Visitor, stack: RunningStack) -> None:
    written = dict.fromkeys(["name", "details", "purpose", "recipient_name"], HOSTILE)
    ask(visitor, stack, kind="portability", recipient_email="info@andere.example.org", **written)
    visitor.page.locator("#information").fill(HOSTILE)
    visitor.page.get_by_role("button", name="Toevoegen", exact=True).click()

    expect(visitor.page.get_by_text(HOSTILE)).to_have_count(len({*written, "information"}))
    expect(visitor.page).to_have_title("Uw privacyverzoek")
    expect(visitor.page.locator("script, img")).to_have_count(0)
    assert visitor.complaints == []


def test_a_link_that_was_changed_opens_nothing(visitor: Visitor, stack: RunningStack) -> None:
    ask(visitor, stack)
    parts = urlsplit(visitor.page.url)
    visitor.page.goto(parts._replace(query=parts.query.replace("expires=1", "expires=2")).geturl())

    expect(visitor.page.locator("h1")).to_contain_text("Deze link werkt niet")
    assert "Sanne" not in visitor.page.content()
