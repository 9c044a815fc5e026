"""The closed loop at the size of a province: a million matters, two hundred units, sixteen clients at once."""


def run() -> bool:
    from bench.loop import crowd, nightly, pages, throughput

    crowd.fill()
    kept = [pages.run(), throughput.run(), nightly.run()]
    return all(kept)
