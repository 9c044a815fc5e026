"""Care of the children on the register: which visits, reviews and agreements are due, and since when."""
