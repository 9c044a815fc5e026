"""The demo county of Yanjin in 2023: real divisions, invented people and records, made through a clerk's doors."""

from taizhang.config.demo.county import run

__all__ = ["run"]
