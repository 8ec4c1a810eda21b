"""Figures for BENCHMARKS.md: whole commands, run and measured on this machine. `bench.py` is the command.

measure.py   one command: seconds, processor time, peak memory; what it wrote into a folder
builders.py  duizhao and the others: their configuration, their commands
cases.py     what happens to the documents between two builds
report.py    figures → Markdown, between the marks of BENCHMARKS.md

parsing.py   how many documents a second are understood
phrases.py   what mining, matching and parallels cost; labelled.py: how good their finds are; minhash.py: a yardstick

For search:
queries.py   what is asked, and the truth
engines.py   duizhao and the others: their files, how a page asks them
host.py      a static host that notes what it sends; visitor.py: a headless browser that asks
own_index.py duizhao's index alone, as a command
search.py    an archive made, an engine asked and judged; search_report.py: its figures → Markdown
"""
