"""Make the website's pages from the course catalogue, the texts and the templates.

The pages are plain files that any web server can give out. They are not committed: the local launcher writes them into
its state folder at every start. For a site of your own:

    PYTHONPATH=layers/loket python -m website.generate --output DIR --api https://api.example --site https://www.example

`--api` is the one place where the address of the API is chosen: it ends up in each form's `action`, in `data-api` on
the root element, and in the Content-Security-Policy. Without it, the forms post to the origin that the pages come from.
`--site` is where the pages will be: people who have no JavaScript are sent back there after posting a form. Without it,
they see the API's own page.
"""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from website.catalogue import Course, can_be_full, read_courses
from website.question import (
    Group,
    ask_contact,
    ask_request,
    ask_waiting_list,
    group_course_questions,
    summarise_retention,
)
from website.text import LANGUAGES, Texts, format_price, read_texts

HERE = Path(__file__).parent
CATALOGUE = HERE.parent / "catalogue" / "courses.json"
VAT_RATES = {"high": "21", "low": "9"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where the pages are written, and which addresses they use."""

    output: Path
    api: str = ""
    site: str = ""

    @property
    def policy(self) -> str:
        """Return the Content-Security-Policy of every page: own files, and the API."""
        sources = " ".join(["'self'", *([self.api] if self.api else [])])
        return (
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
            f"connect-src {sources}; form-action {sources}; base-uri 'none'"
        )


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: its template, its place in each language, and what it shows."""

    template: str
    paths: dict[str, str]
    content: dict[str, Any]

    def place(self, language: str) -> str:
        """Return the page's path from the root of the website."""
        return f"{language}/{self.paths[language]}"


def write_website(target: Target, courses: list[Course]) -> None:
    """Write every page and asset, in place of what was there."""
    environment = load_templates()
    shutil.copytree(HERE / "assets", target.output / "assets", dirs_exist_ok=True)
    write_page(target.output / "index.html", render_entrance(environment, target))
    for page in list_pages(courses):
        for language in LANGUAGES:
            html = render_page(environment, target, page, language)
            write_page(target.output / page.place(language), html)


def load_templates() -> Environment:
    """Return the templates, with every value escaped and no unknown name let through."""
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def list_pages(courses: list[Course]) -> Iterator[Page]:
    """Yield every page that exists in each language."""
    yield Page(template="index", paths=name_paths("index"), content={"sectors": sort_by_sector(courses)})
    for course in courses:
        yield Page(template="course", paths=name_paths("course", course), content={"course": course})
    yield Page(template="contact", paths=name_paths("contact"), content={})
    yield Page(template="waiting_list", paths=name_paths("waiting_list"), content={"courses": courses})
    yield Page(template="request", paths=name_paths("request"), content={})
    for kind in ("enrollment", "message", "request"):
        yield Page(template="thanks", paths=name_paths(f"thanks_{kind}"), content={"kind": kind})
    yield Page(template="privacy", paths=name_paths("privacy"), content={})


def sort_by_sector(courses: list[Course]) -> dict[str, list[Course]]:
    """Return the courses of each sector, sectors in the order in which the texts name them."""
    sectors: dict[str, list[Course]] = {name: [] for name in read_texts("nl")["sector"]}
    for course in courses:
        sector = "flexible_route" if course.get("flexible_route") else course["sector"]
        sectors.setdefault(sector, []).append(course)
    return {name: offered for name, offered in sectors.items() if offered}


def name_paths(name: str, course: Course | None = None) -> dict[str, str]:
    """Return the page's path in each language."""
    code = course["code"] if course else ""
    return {language: read_texts(language)["path"][name].format(code=code) for language in LANGUAGES}


def render_page(environment: Environment, target: Target, page: Page, language: str) -> str:
    """Return one page in one language."""
    texts = name_courses(read_texts(language), page, language)
    other = next(known for known in LANGUAGES if known != language)
    groups = list_groups(page, texts, language)
    return environment.get_template(f"{page.template}.html.jinja").render(
        page.content,
        t=texts,
        name=page.template,
        language=language,
        target=target,
        root="../" * page.place(language).count("/"),
        other={"language": other, "path": page.place(other)},
        groups=groups,
        retention={
            "required": summarise_retention(groups, ("required", "law")),
            "optional": summarise_retention(groups, ("consent", "optional")),
        },
        price=describe_price,
        can_be_full=can_be_full,
    )


def name_courses(texts: Texts, page: Page, language: str) -> Texts:
    """Return the texts with the courses that can be full, for the page on which one of them is chosen."""
    courses = {
        course["code"]: course["title"][language] for course in page.content.get("courses", ()) if can_be_full(course)
    }
    return {**texts, "choice": {**texts["choice"], "course": courses}}


def list_groups(page: Page, texts: Texts, language: str) -> list[Group]:
    """Return the questions of the page's form, if it has one."""
    if page.template == "contact":
        return [ask_contact(texts)]
    if page.template == "waiting_list":
        return [ask_waiting_list(texts)]
    if page.template == "request":
        return ask_request(texts)
    course = page.content.get("course")
    return group_course_questions(course, texts, language) if course else []


def describe_price(course: Course, language: str) -> str:
    """Return what a course costs, with what the law wants to see about VAT."""
    texts = read_texts(language)["price"]
    if not course["price_cents"]:
        return str(texts["free"])
    rate = VAT_RATES.get(course["vat"])
    vat = texts["including"].format(rate=rate) if rate else texts["exempt"]
    return f"{format_price(course['price_cents'], language)} {vat}"


def render_entrance(environment: Environment, target: Target) -> str:
    """Return the page at the root, where people choose their language."""
    texts = [read_texts(language) for language in LANGUAGES]
    return environment.get_template("entrance.html.jinja").render(texts=texts, target=target)


def write_page(path: Path, html: str) -> None:
    """Write one page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def main() -> None:
    """Read the command line and write the website."""
    parser = argparse.ArgumentParser(description="Make the website's pages.")
    parser.add_argument("--output", type=Path, required=True, help="folder to write the pages in")
    parser.add_argument("--courses", type=Path, default=CATALOGUE, help="catalogue file")
    parser.add_argument("--api", default="", help="origin of the API, such as https://api.example")
    parser.add_argument("--site", default="", help="address of the folder with the pages")
    choice = parser.parse_args()
    target = Target(output=choice.output, api=choice.api.rstrip("/"), site=choice.site.rstrip("/"))
    write_website(target, read_courses(choice.courses))


if __name__ == "__main__":
    main()
