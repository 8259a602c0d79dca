"""Types for text that people send: cleaned, checked, and each refusal a code of ours."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

# Invisible marks that reorder the text around them (Unicode TR9): they can make a name read as another one.
_REORDERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_YES = {"on", "true", "yes", "1", True}
_NO = {"off", "false", "no", "0", False}
_DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
# The library that judges addresses takes a sixth of a form's cold start to load (`make bench`), for alphabets that few
# addresses use. What fits this the library accepts too, and leaves as it is: a property test holds the two together.
_ORDINARY_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}", re.ASCII | re.IGNORECASE
)
# The same for telephone numbers: what nearly everybody gives is a Dutch mobile number (Nummerplan, 06 followed by 1-5 or 8).
_DUTCH_MOBILE = re.compile(r"(?:\+31|0031|0)[ -]?(6[ -]?[1-58](?:[ -]?[0-9]){7})", re.ASCII)
_RESERVED = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
_LONGEST_LOCAL = 64
_LONGEST_LABEL = 63
_POSTCODE_ABROAD = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,9}", re.ASCII)


def refuse(code: str) -> PydanticCustomError:
    """Return the error that refuses a value under one of our codes."""
    return PydanticCustomError("loket", "{code}", {"code": code})


def clean_line(text: str) -> str:
    """Return one line of text: NFC, single spaces, no reordering marks; refuse control characters."""
    return " ".join(_without_controls(text, allowed="").split())


def clean_paragraphs(text: str) -> str:
    """Return text of several lines: NFC, line feeds only, no reordering marks; refuse other control characters."""
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"), allowed="\n\t").strip()


def _without_controls(text: str, *, allowed: str) -> str:
    plain = unicodedata.normalize("NFC", text.translate(_REORDERING))
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} and sign not in allowed for sign in plain):
        raise refuse("control_character")
    return plain


def check_not_blank(text: str) -> str:
    """Refuse text with nothing in it that can be seen."""
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise refuse("required")
    return text


def check_email(text: str) -> str:
    """Return the normal form of an address that mail can be sent to; no look-up is made.

    SES takes no local part outside ASCII ("SMTPUTF8"), so such an address is refused: a mail could never arrive. A domain
    outside ASCII is kept in Punycode, the only form that SES takes.
    """
    return _ordinary_email(text) or _unusual_email(text)


def _ordinary_email(text: str) -> str | None:
    """Return the normal form of an address such as nearly everybody's, which needs no library to be told as one."""
    local, _, domain = text.partition("@")
    labels = domain.lower().split(".")
    if not _ORDINARY_EMAIL.fullmatch(text) or labels[-1] in _RESERVED:
        return None
    fits = len(local) <= _LONGEST_LOCAL and all(len(label) <= _LONGEST_LABEL for label in labels)
    return f"{local}@{domain.lower()}" if fits else None


def _unusual_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True, strict=True)
    except EmailNotValidError as refused:
        raise refuse("email") from refused
    return address.ascii_email or address.normalized


def check_phone(text: str) -> str:
    """Return a telephone number in E.164 form; a number without a country code is read as Dutch.

    It must start as it is dialled, with 0 or +: nine digits without that may as well be a BSN.
    """
    if mobile := _DUTCH_MOBILE.fullmatch(text):
        return "+31" + re.sub("[ -]", "", mobile[1])
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    if text.lstrip("( ")[:1] not in {"0", "+"}:
        raise refuse("phone")
    try:
        number = parse(text, "NL")
    except NumberParseException as refused:
        raise refuse("phone") from refused
    if not is_valid_number(number):
        raise refuse("phone")
    return format_number(number, PhoneNumberFormat.E164)


def check_iban(text: str) -> str:
    """Return an IBAN without spaces; refuse a wrong country, length or check digits (ISO 13616, mod 97).

    The library's lists of each country's banks are left out: a new bank must not keep its clients from enrolling.
    """
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        number: str = iban.validate(text, check_country=False)
    except ValidationError as refused:
        raise refuse("iban") from refused
    if not number.isascii():
        raise refuse("iban")
    return number


def check_bsn(text: str) -> str:
    """Return a BSN of nine digits; refuse one that fails the 11-test."""
    from stdnum.exceptions import ValidationError
    from stdnum.nl import bsn

    try:
        return bsn.validate(text)
    except ValidationError as refused:
        raise refuse("bsn") from refused


def postcode_in(country: str, text: str) -> str | None:
    """Return the normal form of a postcode in a country (ISO 3166 alpha-2), or None where it cannot be one."""
    if country != "NL":
        return text.upper() if _POSTCODE_ABROAD.fullmatch(text.upper()) else None
    from stdnum.exceptions import ValidationError
    from stdnum.nl import postcode

    try:
        return postcode.validate(text)
    except ValidationError:
        return None


def read_date(value: object) -> date:
    """Return a date written as `yyyy-mm-dd`, or as the Dutch write it, `dd-mm-yyyy`."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise refuse("date")
    dutch = _DUTCH_DATE.fullmatch(value)
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(value)
    except ValueError as refused:
        raise refuse("date") from refused


def read_yes(value: object) -> bool:
    """Return what a checkbox says: HTML sends "on", a script sends true."""
    said = value.lower() if isinstance(value, str) else value
    if not isinstance(said, (str, bool)) or said not in _YES | _NO:
        raise refuse("choice")
    return said in _YES


def _length(longest: int) -> StringConstraints:
    return StringConstraints(max_length=longest)


class Free:
    """Marks text that people write freely, in which numbers that we may not hold are looked for."""


FREE = Free()

ShortLine = Annotated[str, _length(40), AfterValidator(clean_line), AfterValidator(check_not_blank)]
Line = Annotated[str, _length(100), AfterValidator(clean_line), AfterValidator(check_not_blank)]
PostalAddress = Annotated[str, _length(300), AfterValidator(clean_paragraphs), AfterValidator(check_not_blank)]
Paragraphs = Annotated[str, _length(4000), AfterValidator(clean_paragraphs), AfterValidator(check_not_blank)]
Email = Annotated[str, _length(254), AfterValidator(clean_line), AfterValidator(check_email)]
Phone = Annotated[str, _length(40), AfterValidator(clean_line), AfterValidator(check_phone)]
Iban = Annotated[str, _length(50), AfterValidator(clean_line), AfterValidator(check_iban)]
Bsn = Annotated[str, _length(20), AfterValidator(clean_line), AfterValidator(check_bsn)]
Date = Annotated[date, BeforeValidator(read_date)]
Yes = Annotated[bool, BeforeValidator(read_yes)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)]
