"""What ``./portal bench pipelines`` runs in processes of its own: the pipelines and their rivals."""
