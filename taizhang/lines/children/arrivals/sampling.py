"""Draws a stratified sample that anybody can draw again from the same list, size and seed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypeAlias

Stratum: TypeAlias = tuple[str, ...]


def draw(frame: Iterable[tuple[Stratum, str]], size: int, seed: str) -> list[str]:
    """Keys out of (stratum, key) pairs, by stratum; keys are told apart, their order does not matter.

    Within a stratum those come first whose SHA-256 of "seed|key" is least: no generator's version enters.
    """
    strata: dict[Stratum, list[str]] = defaultdict(list)
    for stratum, key in frame:
        strata[stratum].append(key)
    quotas = shares({stratum: len(keys) for stratum, keys in strata.items()}, size)
    return [
        key
        for stratum in sorted(strata)
        for key in sorted(strata[stratum], key=lambda key: sha256(f"{seed}|{key}".encode()).digest())[: quotas[stratum]]
    ]


def shares(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """One to each while the size allows, the largest first; the rest in proportion, by the largest remainders."""
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    quotas = {one: int(rank < size) for rank, one in enumerate(ranked)}
    rest, more = size - sum(quotas.values()), {one: counts[one] - 1 for one in ranked}
    whole = sum(more.values())
    if rest >= whole:
        return dict(counts) if size >= len(counts) else quotas
    exact = {one: divmod(rest * more[one], whole) for one in ranked}
    for one in ranked:
        quotas[one] += exact[one][0]
    short = rest - sum(part for part, _ in exact.values())
    for one in sorted(ranked, key=lambda one: -exact[one][1])[:short]:
        quotas[one] += 1
    return quotas
