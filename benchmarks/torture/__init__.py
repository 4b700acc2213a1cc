"""A long campaign of faults against real servers: nothing that was acknowledged may be lost.

`python -m benchmarks.torture` (or `make torture`) prints the table of `docs/reliability.md`.
"""
