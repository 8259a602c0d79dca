"""Somebody at a browser who visits the website."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request

from tests.running import RunningStack

# What a person would fill in. The numbers are well-formed and belong to nobody.
VALUES = {
    "first_name": "Fenna",
    "last_name": "van der Linden",
    "name": "Fenna van der Linden",
    "phone": "06 12345678",
    "street": "Lindelaan",
    "house_number": "12a",
    "postcode": "3701 AB",
    "city": "Zeist",
    "country": "NL",
    "date_of_birth": "1990-02-28",
    "place_of_birth": "Zwolle",
    "gender": "female",
    "education_level": "hbo",
    "iban": "NL91ABNA0417164300",
    "bsn": "111222333",
    "nationality": "NL",
    "marital_status": "single",
    "employer": "Basisschool De Eik",
    "topic": "course",
}
REFERENCE = re.compile(r"[EMP]-[0-9A-Z]{5}-[0-9A-Z]{5}")


@dataclass
class Visitor:
    """One browser window, and what it has asked of whom."""

    page: Page
    stack: RunningStack
    email: str = field(default_factory=lambda: f"fenna.{token_hex(6)}@example.org")
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note every request, and every complaint of the browser about our own scripts and policy."""
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self._note_refusal(message.text))

    def _note_request(self, request: Request) -> None:
        self.requests.append(request)

    def _note_refusal(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(text)

    def open(self, path: str) -> None:
        """Go to a page of the website."""
        self.page.goto(f"{self.stack.base_url}/website/{path}")

    def open_course(self, code: str, language: str = "nl") -> None:
        """Go to the form of a course."""
        folder = {"nl": "cursus", "en": "course"}[language]
        self.open(f"{language}/{folder}/{code}.html")

    def fill(self, *names: str, **other: str) -> None:
        """Answer these questions as usual, and others with a given value."""
        usual = {**VALUES, "email": self.email}
        for name, value in {**{name: usual[name] for name in names}, **other}.items():
            control = self.find(name)
            if control.evaluate("control => control.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)

    def fill_required(self) -> None:
        """Answer every question that must be answered."""
        names = self.page.locator(":is(input, select, textarea)[required]")
        self.fill(*names.evaluate_all("controls => controls.map(control => control.name)"))

    def find(self, name: str) -> Locator:
        """Return the control of a question."""
        return self.page.locator(f"#{name}")

    def send(self) -> None:
        """Send the form."""
        self.page.locator("button[type=submit]").click()

    def find_description(self, name: str) -> Locator:
        """Return the first text that describes the control of a question to who cannot see it."""
        described = self.find(name).get_attribute("aria-describedby") or ""
        return self.page.locator(f"#{described.split()[0]}")

    def read_reference(self, part: str = "") -> str:
        """Return the reference on the page, or in a part of what is said of it, once it is there."""
        shown = self.page.locator(f".reference {part}")
        shown.wait_for()
        return shown.inner_text().strip()

    def wait_for_summary(self) -> Locator:
        """Return the summary of what is wrong, once it is there."""
        summary = self.page.locator("[data-summary]")
        summary.wait_for()
        return summary

    def list_posts(self) -> list[Request]:
        """Return the forms that were sent."""
        return [request for request in self.requests if request.method == "POST"]

    def list_origins(self) -> set[str]:
        """Return every origin that the browser asked for something."""
        parts = [urlsplit(request.url) for request in self.requests]
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme not in {"data", "blob"}}

    def list_traces(self) -> Mapping[str, Any]:
        """Return everything that the website left behind in the browser."""
        stored = self.page.evaluate(
            "async () => ({local: {...localStorage}, session: {...sessionStorage},"
            " databases: await indexedDB.databases(), caches: await caches.keys()})"
        )
        found = {"cookies": self.page.context.cookies(), **stored}
        return {name: value for name, value in found.items() if value}

    def list_barriers(self) -> str:
        """Return what axe-core finds wrong with the page, once all of it is there, as text."""
        self.page.wait_for_load_state()
        results = Axe().run(self.page)
        return str(results.generate_report()) if results.violations_count else ""
