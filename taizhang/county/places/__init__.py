"""Administrative divisions: county, township, village, grid; dated, with successors."""
