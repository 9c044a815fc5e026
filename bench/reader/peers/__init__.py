"""Public extractors run over the same texts, each made as good as a measure-word list and rounding words make it.

The modules beside this one run inside the peers' own environment, without this product: they import nothing of it.
"""
