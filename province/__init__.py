"""Province profiles: data of one province each, and the scripts that keep that data."""
