"""What the embedded server takes of a machine's memory."""

import pytest

from taizhang.config.postgres import tuning

GIB = 1 << 30


@pytest.mark.parametrize(("memory", "own"), [(GIB // 2, "128MB"), (4 * GIB, "512MB"), (24 * GIB, "2048MB")])
def test_an_eighth_within_bounds(memory, own):
    assert tuning(memory)["shared_buffers"] == own


def test_the_cache_is_thought_larger_than_what_is_the_servers_own():
    told = tuning(8 * GIB)
    assert (told["shared_buffers"], told["effective_cache_size"]) == ("1024MB", "4096MB")
