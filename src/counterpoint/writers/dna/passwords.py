"""Coder passwords as DNA 3 stores them: salted and hashed 100,000 times."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata

__all__ = ["hash_password", "password_fits"]

_SALT = 16
_ROUNDS = 100_000


def hash_password(password: str, *, salt: bytes | None = None) -> str:
    """What CODERS.Password must hold for a password: 64 characters of base64.

    Args:
        password: As the coder will type it.
        salt: 16 bytes; drawn at random when not given.
    """
    salt = secrets.token_bytes(_SALT) if salt is None else salt
    return base64.b64encode(salt + _digest(password, salt)).decode("ascii")


def password_fits(password: str, stored: str) -> bool:
    """Whether a password is the one behind a stored hash."""
    try:
        raw = base64.b64decode(stored, validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(raw[_SALT:], _digest(password, raw[:_SALT]))


def _digest(password: str, salt: bytes) -> bytes:
    digest = salt + unicodedata.normalize("NFC", password).encode("utf-8")
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest
