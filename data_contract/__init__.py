"""Reads a tabular file and checks it against its contract; knows neither CKAN nor a database."""
