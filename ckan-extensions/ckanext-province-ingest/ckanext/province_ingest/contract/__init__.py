"""The contract of a resource and the check of a file against it. Knows nothing of the database."""
