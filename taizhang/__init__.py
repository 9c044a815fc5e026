"""Taizhang (台账): the working system of a Chinese county government."""

__version__ = "0.1.0"
