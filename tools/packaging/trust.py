"""The certificate authorities that the shipped botocore trusts: those behind AWS's own endpoints, and no other.

Reading all of Mozilla's roots costs a cold start 16 ms. AWS names the five below as what its endpoints chain to
(https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html, https://www.amazontrust.com/repository/).
Only botocore reads this file: a call to anyone else uses Python's own default context.
"""

from pathlib import Path

ROOTS = (
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Starfield Services Root Certificate Authority - G2",
)
_LABEL = '# Label: "'
_END = "-----END CERTIFICATE-----\n"


class RootMissing(Exception):
    """The bundle lacks a root that AWS's endpoints need."""


def cut_bundle(bundle: Path) -> None:
    """Leave only AWS's roots in a bundle; raise `RootMissing` rather than ship one that trusts too little."""
    entries = {label: text for label, text in map(_read_entry, bundle.read_text("utf-8").split(_END)) if label}
    missing = sorted(set(ROOTS) - entries.keys())
    if missing:
        raise RootMissing(", ".join(missing))
    bundle.write_text("\n".join(entries[root] for root in ROOTS), encoding="utf-8")


def _read_entry(text: str) -> tuple[str, str]:
    _, _, after = text.partition(_LABEL)
    label, _, _ = after.partition('"')
    return label, f"{_LABEL}{after}{_END}"
