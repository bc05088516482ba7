"""Rules that the profiles and the datasets made from them must keep."""
