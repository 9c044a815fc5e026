"""Splink: a Fellegi-Sunter model in DuckDB, blocked by the tail of the number and by the name."""

import logging

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.schoolcheck.peers.rows import Found, answer

_PROBABILITY = 0.95


def link(children: pd.DataFrame, pupils: pd.DataFrame) -> Found:
    for frame in (children, pupils):
        frame["tail"] = frame["id_no"].str[-6:]
        frame["head"] = frame["id_no"].str[:14]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.DamerauLevenshteinAtThresholds("id_no", [1, 2, 3]),
            cl.DamerauLevenshteinAtThresholds("name", [1]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on("tail"), block_on("head", "name")],
        probability_two_random_records_match=1 / len(pupils),
    )
    api = DuckDBAPI()
    frames = [api.register(children, dataset_display_name="a"), api.register(pupils, dataset_display_name="b")]
    linker = Linker(frames, settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("tail"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    found = linker.inference.predict(threshold_match_probability=_PROBABILITY).as_pandas_dataframe()
    left_is_child = found["source_dataset_l"].eq("a")
    child = found["unique_id_l"].where(left_is_child, found["unique_id_r"])
    pupil = found["unique_id_r"].where(left_is_child, found["unique_id_l"])
    return zip(child, pupil, found["match_weight"], strict=True)


if __name__ == "__main__":
    answer(link)
