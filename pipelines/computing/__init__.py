"""Computing: records in partitions, counts of each, added up; in one process, in several or on a cluster."""
