"""The measure of the reader of figures: a labelled set, a scorer, and two public extractors over the same texts."""


def run() -> bool:
    # Here and not above: the peers' modules are run from this package where our own reader is not installed.
    from bench.reader import report

    return report.run()
