"""The demo county of Yanjin in 2023: real divisions, invented people and records, built through the doors a clerk uses."""

from taizhang.config.demo.county import run

__all__ = ["run"]
