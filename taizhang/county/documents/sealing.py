"""Keeps files unreadable at rest: the papers of a record hold what its encrypted columns hide."""

import hmac
import os
from functools import cache
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
# A piece of a sealed stream in clear, in bytes, and what sealing adds to it.
_PIECE, _TAG = 1 << 20, 16
_PREFIX = 7


class Unreadable(Exception):
    """A stored value that the present key does not open: the key was lost or the row was edited by hand."""


@cache
def key(purpose: str) -> bytes:
    """One key for each purpose, derived from the county's own: none of them opens what another closed."""
    return hmac.digest(bytes.fromhex(settings.FIELD_KEY), purpose.encode(), "sha256")


@cache
def cipher(purpose: str) -> AESGCM:
    """Made once: setting one up takes longer than sealing a name with it."""
    return AESGCM(key(purpose))


def seal(content: bytes) -> bytes:
    """Nonce and AES-256-GCM ciphertext of a whole file."""
    nonce = os.urandom(NONCE)
    return nonce + cipher("file").encrypt(nonce, content, None)


def unseal(sealed: bytes) -> bytes:
    try:
        return cipher("file").decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("保存的文件无法解密：密钥与写入时不同，或文件被改动。") from error


def seal_stream(source: IO[bytes], target: IO[bytes]) -> None:
    """A random prefix, then pieces in AES-256-GCM, so that a large file needs little memory.

    Each nonce is prefix, number of the piece, and whether it is the last: pieces cannot be left out, moved or cut off
    (the STREAM construction; Hoang, Reyhanitabar, Rogaway, Vizár 2015).
    """
    prefix = os.urandom(_PREFIX)
    target.write(prefix)
    piece, number = source.read(_PIECE), 0
    while True:
        following = source.read(_PIECE)
        target.write(cipher("file").encrypt(_nonce(prefix, number, last=not following), piece, None))
        if not following:
            return
        piece, number = following, number + 1


def unseal_stream(source: IO[bytes], target: IO[bytes]) -> None:
    """Raises Unreadable."""
    prefix = source.read(_PREFIX)
    piece, number = source.read(_PIECE + _TAG), 0
    while True:
        following = source.read(_PIECE + _TAG)
        try:
            target.write(cipher("file").decrypt(_nonce(prefix, number, last=not following), piece, None))
        except (InvalidTag, ValueError) as error:
            raise Unreadable("保存的文件无法解密：密钥与写入时不同，或文件被改动。") from error
        if not following:
            return
        piece, number = following, number + 1


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
