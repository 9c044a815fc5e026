"""Keeps files unreadable at rest: the papers of a record hold what its encrypted columns hide."""

import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """A stored value that the present key does not open: the key was lost or the row was edited by hand."""


@cache
def key(purpose: str) -> bytes:
    """One key for each purpose, derived from the county's own: none of them opens what another closed."""
    return hmac.digest(bytes.fromhex(settings.FIELD_KEY), purpose.encode(), "sha256")


def seal(content: bytes) -> bytes:
    """Nonce and AES-256-GCM ciphertext of a whole file."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key("file")).encrypt(nonce, content, None)


def unseal(sealed: bytes) -> bytes:
    try:
        return AESGCM(key("file")).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("保存的文件无法解密：密钥与写入时不同，或文件被改动。") from error
