"""Generators of records that stand in for real systems. What is computed from them is `origin: simulated`."""
