"""The code list of those who look after children."""

from django.db.models import TextChoices


class Role(TextChoices):
    """One of a village, the other of a township (民发〔2019〕34号, recalled)."""

    DIRECTOR = "director", "儿童主任"
    SUPERVISOR = "supervisor", "儿童督导员"
