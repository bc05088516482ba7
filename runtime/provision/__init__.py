"""What services hold before data comes: databases, schemas, accounts and tokens. Safe to repeat."""
