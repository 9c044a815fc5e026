"""The school check of a term: the education register against the children's register, decided and acted upon."""
