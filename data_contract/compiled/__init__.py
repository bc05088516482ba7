"""A Table Schema compiled to polars: rows are judged in batches, and only doubtful cells one by one."""
