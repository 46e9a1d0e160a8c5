"""The sentences of docs/performance.md; the figures between them are measured."""

HEAD = """
# Performance

This page is written by `make performance` from what `make bench` measured; nothing in it is typed by hand.

Measured on: {processor}, {cores} cores, {memory} of memory, {system}, {python}, {libraries}. About {load_before} programs
wanted to run at once on its {cores} cores when the measuring began, and {load_after} when it ended: the machine was not
this program's alone unless that is less than {cores}. The speed of such a machine drifts by a factor of two or three
within an hour, so the two sides of every comparison take turns in the same run: **trust the ratios, not the
milliseconds.** A ratio is the median of its turns, with the lowest and the highest in brackets.
"""

BASELINE = """
## What is compared with what

The yardstick is `benchmarks/baseline.py`, the plain script that someone would write in half an hour with openpyxl and
docxtpl. It is frozen: it has not changed since version 0.1.0. The two do not do the same:

| | baseline | dpia |
| --- | --- | --- |
| questionnaire | loaded with openpyxl, every cell walked over | inspected for hostile content, every cell read, every answer checked, every problem located |
| assessment | none: the finished view is read from a file | every risk, measure and gate, also for every alternative |
| report | the same template with the same view | the same, and links from each code to its place, mended tables, a drawing, fixed times |
| data | none | the whole assessment as JSON, both files kept apart from what people edited |
| register | a new workbook with one row | an entry with sealed values in a database that a crash leaves whole; its workbook once for all |

So dpia does more for each document and still has to be quicker. It renders with the same docxtpl; there is no second
template engine. It leaves out passes that change nothing, and does once what is the same for all documents. A test
(`tests/unit/test_render_warm.py`) compares what comes out of it, part by part, with what plain docxtpl gives.
"""

BATCH = """
## A document of a batch, warm

Each side in a process that has done a few documents before, medians of {rounds} turns. Processor time is that of all
processes of a side, dpia's with their start. Unlike the clock on the wall it does not count what other programs take, so
the last column, with a core for each process, says more than the clock where the machine was shared.
"""

DOCUMENTS = """
## From ten documents to a thousand

One process, each document of a processing of its own, so that the register grows with them. Memory is that of the
process at that moment.
"""

QUESTIONS = """
## From 40 questions to 400

The general questionnaire cut down or multiplied, every question answered; processor time, warm. Risks and measures stay
the same, because a questionnaire with more questions does not have more risks.
"""

STAGES = """
## Where the time of one assessment goes

The example “{example}”, warm: questionnaire and template are loaded already (the questionnaire takes {loading}, once in
a process). A batch writes the register's workbook once at its end and not for each document.
"""

COLD = """
## A single run, cold

From the start of a process to its end, medians of {turns} turns (twice as many for the first line).
"""

HELP_MISSED = """
What dominates where help is missed: Python's own modules and click, with which the command line is built
(`python -X importtime -m dpia --help`). Nothing that reads or writes a document is loaded for it.
"""

COLD_ASSESSMENT = """
A single assessment first loads the questionnaire and checks all of it ({loading} here), for which the plain script has no
counterpart. Then it goes through everything that the table of stages shows, the register's workbook with it.
"""

REGISTER = """
## Large registers

Measured by `python -m benchmarks.register_size` in a run of its own, with {each} versions of each processing. Each step in
a process of its own from start to end: its processor time, the peak of its memory, and how many times as long it took as
with the size before.
"""
