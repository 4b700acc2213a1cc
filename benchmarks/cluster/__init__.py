"""Several servers behind a proxy that share a PostgreSQL: what they do, what they cost, and faults.

`make bench-cluster` measures everything and prints the tables; `python -m benchmarks.cluster kill
--phones 6` measures one part with few phones.
"""
