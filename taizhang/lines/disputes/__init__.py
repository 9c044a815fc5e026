"""矛盾纠纷: every dispute from the day a grid worker finds it to the way it ended; petitions; publicity."""
