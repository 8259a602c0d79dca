"""The texts that people read, one file per language.

What a field is called and what people agree to come from `loket.texts`: mails and the website then say the same. With a
consent goes the id of the words that the software has when the form comes in; a page that was made before may show others.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from loket.core.consent import WORDING
from loket.core.language import Language
from loket.texts import texts as read_loket_texts

HERE = Path(__file__).parent / "texts"
LANGUAGES = ("nl", "en")

type Texts = dict[str, Any]


@cache
def read_texts(language: str) -> Texts:
    """Return every text of the website in one language."""
    texts = tomllib.loads((HERE / f"site.{language}.toml").read_text(encoding="utf-8"))
    privacy = tomllib.loads((HERE / f"privacy.{language}.toml").read_text(encoding="utf-8"))
    texts["privacy"] |= privacy
    texts["choice"]["country"] = read_countries(language)
    return add_shared_texts(texts, read_loket_texts(Language(language)))


def add_shared_texts(texts: Texts, shared: Mapping[str, str]) -> Texts:
    """Add what mails and the API's own pages say too."""
    texts["kept"] = shared["retention.standard"]
    texts["kept_books"] = shared["retention.fiscal"]
    texts["label"] = select_texts(shared, "field.")
    texts["consent"] |= {purpose: shared[wording] for purpose, wording in WORDING.items()}
    texts["script"]["error"] = {name: shared[f"error.{name}"] for name in ("required", "invalid", "email", "date")}
    texts["script"]["problems"] = shared["problem.form_refused.title"]
    texts["answer"]["enrollment_title"] = shared["page.enrollment.title"]
    texts["answer"]["request_title"] = shared["page.privacy_request.title"]
    texts["answer"]["message_title"] = shared["page.contact.title"]
    return texts


def select_texts(shared: Mapping[str, str], start: str) -> dict[str, str]:
    """Return the texts whose id starts so, by the rest of the id."""
    return {name.removeprefix(start): text for name, text in shared.items() if name.startswith(start)}


def read_countries(language: str) -> dict[str, str]:
    """Return the name of each ISO 3166 country code, in the language's own order."""
    countries = json.loads((HERE / "countries.nl.en.json").read_text(encoding="utf-8"))
    return cast("dict[str, str]", countries[language])


def format_price(cents: int, language: str) -> str:
    """Write an amount of euros the way the language does."""
    amount = f"{cents / 100:,.2f}"
    if language == "nl":
        amount = amount.translate(str.maketrans(",.", ".,"))
    return f"€ {amount}" if language == "nl" else f"€{amount}"
