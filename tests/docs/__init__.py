"""README, documentation and examples: run, and checked against the code."""
