"""Records that stand in for the real systems', generated from a seed: simulated from the source to the page."""
