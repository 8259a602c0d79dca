"""The provider's signing key: made once, kept in STATE, so that a restart is no rotation."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

type Json = dict[str, Any]

_BITS = 2048
_EXPONENT = 65537


class SigningKey:
    """An RSA key that signs ID tokens (RS256) and tells its public half."""

    def __init__(self, path: Path) -> None:
        """Read the key, or make one that only its owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(_make_key())
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - it is one of ours
        self._key = key
        self._public: Json = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        self.name = sha256(self._public["n"].encode()).hexdigest()[:16]

    def sign(self, claims: Mapping[str, object]) -> str:
        """Return an ID token with these claims."""
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": self.name})

    def describe(self) -> Json:
        """Return the set of keys with the public half (RFC 7517)."""
        shown = {name: self._public[name] for name in ("kty", "n", "e")}
        return {"keys": [{**shown, "kid": self.name, "use": "sig", "alg": "RS256"}]}


def _make_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=_EXPONENT, key_size=_BITS)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
