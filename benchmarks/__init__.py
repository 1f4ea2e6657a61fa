"""What the program costs: each module is one command that prints a table, with the machine and a floor of the same run."""
