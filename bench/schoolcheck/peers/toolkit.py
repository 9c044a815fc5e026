"""The Python Record Linkage Toolkit: candidates by the tail of the number or by name and birthday, weighed by ECM."""

import pandas as pd
import recordlinkage

from bench.schoolcheck.peers.rows import Found, answer


def link(children: pd.DataFrame, pupils: pd.DataFrame) -> Found:
    left, right = (_indexed(frame) for frame in (children, pupils))
    index = recordlinkage.Index()
    index.block("tail")
    index.block(["name", "head"])
    candidates = index.index(left, right)
    compare = recordlinkage.Compare()
    compare.string("id_no", "id_no", method="damerau_levenshtein", threshold=0.88, label="id_no")
    compare.string("name", "name", method="levenshtein", threshold=0.6, label="name")
    compare.exact("id_no", "id_no", label="same number")
    compare.exact("name", "name", label="same name")
    compared = compare.compute(candidates, left, right)
    judge = recordlinkage.ECMClassifier()
    judge.fit(compared)
    links = compared.loc[judge.predict(compared)]
    return [(child, pupil, weight) for (child, pupil), weight in links.sum(axis=1).items()]


def _indexed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.set_index("unique_id").fillna("")
    frame["tail"] = frame["id_no"].str[-6:].replace("", None)
    frame["head"] = frame["id_no"].str[:14].replace("", None)
    return frame


if __name__ == "__main__":
    answer(link)
