"""政策宣讲: which planned stop was not held, where nobody has been this year, and the figures of the tour."""
