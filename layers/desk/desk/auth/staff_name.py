"""Names of staff: cleaned, and refused where they could be read as the person, as software, or as nobody at all.

A name stands for years under what somebody did (P08, P12), and at many providers people write their own.
"""

import re
import unicodedata

# As long as a line of the ledger shows; longer names are cut.
LONGEST = 60
# What `by` says of who is no member of staff, how pages say that, and what else would read as nobody with a name.
_RESERVED = frozenset(
    {"person", "persoon", "betrokkene", "subject", "aanvrager", "requester", "klant", "customer", "software", "programma"}
    | {"program", "computer", "robot", "system", "systeem", "automatisch", "automatic", "automated", "loket", "balie"}
    | {"desk", "counter", "onbekend", "unknown", "anoniem", "anonymous", "nobody", "niemand", "mollie", "stripe"}
    | {"chatbot", "algoritme", "algorithm", "machine", "admin", "administrator", "root"}
)
_FILLING = frozenset(
    {"the", "a", "an", "our", "your", "this", "de", "het", "een", "onze", "uw", "deze", "data", "of", "van"}
    | {"zelf", "himself", "herself", "itself", "themself", "themselves", "user", "gebruiker"}
)
# What no name of a person has in it, whatever stands beside it; the last ones also where spaces part their letters.
_TELLS = re.compile(
    r"\b(?:betrokkenen?|loket|systems?|data subjects?|(?:geen|no) (?:medewerk(?:st)?er|employee|staff|person|persoon)"
    r"|(?:ge)?automati[sc]\w*|automated)\b|systeem"
)
_TELLS_JOINED = re.compile("betrokkene|software|datasubject|automatisch|geautomatiseerd")
# Scripts in which names are written today (Unicode UAX 31, table 5); in the others look-alikes of Latin letters are found.
_SCRIPTS = re.compile(
    r"(LATIN|GREEK|CYRILLIC|ARMENIAN|GEORGIAN|HEBREW|ARABIC|DEVANAGARI|BENGALI|GUJARATI|GURMUKHI|TAMIL|TELUGU|KANNADA"
    r"|MALAYALAM|SINHALA|THAI|LAO|KHMER|MYANMAR|TIBETAN|ETHIOPIC|HANGUL|HIRAGANA|KATAKANA|CJK) "
)
# Signs that show nothing, beside those whose category says so: variation selectors and letters that are blank.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Letters of other alphabets that look like Latin ones (Unicode UTS 39): Cyrillic, Greek and Armenian, by number since here
# they look the same too. And digits that are read as letters.
_ALIKE = str.maketrans(
    "\u0430\u0432\u0433\u0435\u0456\u0458\u043a\u043b\u043c\u043d\u043e\u043f\u0440"
    "\u0441\u0442\u0443\u0445\u0455\u0501\u051d\u04bb\u04cf\u0475\u04af\u051b"
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c3\u03c4\u03c5\u03c7\u03c9\u03b3"
    "\u057d\u0585\u0578\u0570\u0581\u02510134578",
    "abreijklmhonpctyxsdwhlvyqabenikuvopotuxwyuonhgaoleastb",
)
_LETTER = re.compile(r"(?:LATIN|REGIONAL INDICATOR).* LETTER (?:.* )?([A-Z])(?: WITH .*)?")


def clean_name(raw: object) -> str | None:
    """Return the name in a claim: one line without signs that hide, reorder or show nothing; None where it holds none.

    An e-mail address is none: it says more of somebody than is needed, and goes to others than they gave it to.
    """
    if not isinstance(raw, str) or "@" in (plain := _plain(raw)):
        return None
    name = " ".join(plain.split())[:LONGEST].strip()
    return name if any(unicodedata.category(sign)[0] == "L" for sign in name) else None


def is_misleading(name: str) -> bool:
    """Return whether a cleaned name could be read as the person, as software or as nobody, or mixes alphabets."""
    scripts = {_script(sign) for sign in name if unicodedata.category(sign)[0] == "L"}
    mixed = None in scripts or ("LATIN" in scripts and len(scripts) > 1)
    return mixed or any(_reads_reserved(reading) for reading in (_skeleton(name), _skeleton(_without_digits(name))))


def _plain(raw: str) -> str:
    # What folds spaces comes first, so that a line end parts two names instead of joining them.
    folded = unicodedata.normalize("NFKC", " ".join(raw[: LONGEST * 20].split()))
    return "".join(sign for sign in _BLANK.sub("", folded) if unicodedata.category(sign) not in _UNSEEN)


def _script(letter: str) -> str | None:
    found = _SCRIPTS.match(unicodedata.name(letter, ""))
    return found[1] if found else None


def _without_digits(name: str) -> str:
    return re.sub(r"\d", " ", name)


def _skeleton(name: str) -> str:
    """Return a name as the eye takes it: small Latin letters, and a space for whatever is none."""
    signs = (sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    latin = "".join(map(_as_latin, signs)).translate(_ALIKE)
    return re.sub(r"[^a-z]+", " ", latin).strip()


def _as_latin(sign: str) -> str:
    found = None if sign.isascii() else _LETTER.fullmatch(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign


def _reads_reserved(reading: str) -> bool:
    words = set(reading.split())
    joined = reading.replace(" ", "")
    if _TELLS.search(reading) or _TELLS_JOINED.search(joined):
        return True
    bare = next((joined.removeprefix(word) for word in sorted(_FILLING) if joined.removeprefix(word) in _RESERVED), joined)
    return bare in _RESERVED or (bool(words & _RESERVED) and words <= _RESERVED | _FILLING)
