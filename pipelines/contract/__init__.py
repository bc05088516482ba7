"""The contract of a dataset: typed model, rules, JSON Schema and hashes."""
