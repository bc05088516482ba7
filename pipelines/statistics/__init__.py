"""Statistics by period and unit: what tables of several pipelines share; pure functions on frames."""
