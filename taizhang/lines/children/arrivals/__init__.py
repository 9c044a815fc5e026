"""到账核实: a sample of what the bank called paid, asked after by telephone or at the door."""
