"""How fast the kit is, beside stock Voilà and others, on one machine and in one run.

`make bench` measures and writes `benchmarks/results/`; `python -m benchmarks.page` writes
`docs/speed.md` from it. No test runs any of this but its arithmetic.
"""
