"""Public services: dossiers and petitions become the index set of Decision 766/QĐ-TTg."""
