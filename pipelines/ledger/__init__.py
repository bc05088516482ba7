"""What runs of pipelines did, kept in PostgreSQL."""
