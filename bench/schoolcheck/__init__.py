"""The school check at the size of a prefecture: 50,000 children in a roll of 200,000 pupils, an eighth of it damaged.

`python -m bench.schoolcheck` measures it alone; `--seeds` adds three other populations and a harsher mix of damage.
"""


def run() -> bool:
    # Here and not above: the peers' modules are run from this package where our own matcher is not installed.
    from bench.schoolcheck import report

    return report.run()
