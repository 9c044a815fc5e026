"""Database fields for columns that must not lie readable in the database: encrypted text and its blind index."""

import hmac
import os
from binascii import a2b_base64, b2a_base64
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import models

from taizhang.county.documents.sealing import NONCE, Unreadable, cipher, key, seal, unseal


def encrypt(text: str) -> str:
    """`1:` and base64 of nonce and AES-256-GCM ciphertext; the prefix is the key's version."""
    nonce = os.urandom(NONCE)
    return "1:" + b2a_base64(nonce + cipher("field").encrypt(nonce, text.encode(), None), newline=False).decode()


def decrypt(stored: str) -> str:
    raw = a2b_base64(stored.removeprefix("1:"))
    try:
        return cipher("field").decrypt(raw[:NONCE], raw[NONCE:], None).decode()
    except InvalidTag as error:
        raise Unreadable(
            "加密栏目无法解密：密钥与写入时不同，或该行被绕过系统改动。请先运行 taizhang verify。"
        ) from error


def blind(text: str) -> str:
    """The same for the same text, and tells nothing about it without the key: for exact search and uniqueness."""
    return hmac.new(key("index"), text.upper().encode(), sha256).hexdigest()


class EncryptedField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the table and in its versions. `max_length` limits the clear text."""

    def from_db_value(self, stored: str | None, *_: Any) -> str | None:
        return decrypt(stored) if stored else stored

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """Kept in step with the encrypted field named by `source` on every write; null where that is empty."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": 64, "null": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        clear = getattr(model_instance, self.source)
        value = blind(clear) if clear else None
        setattr(model_instance, self.attname, value)
        return value


__all__ = ["BlindIndexField", "EncryptedField", "Unreadable", "blind", "decrypt", "encrypt", "seal", "unseal"]
