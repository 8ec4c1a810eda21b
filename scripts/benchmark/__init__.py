"""Figures for BENCHMARKS.md: whole commands, run and measured on this machine. `bench.py` is the command.

measure.py   one command: seconds, processor time, peak memory; what it wrote into a folder
builders.py  duizhao and the others: their configuration, their commands
cases.py     what happens to the documents between two builds
report.py    figures → Markdown, between the marks of BENCHMARKS.md
"""
