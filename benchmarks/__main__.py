"""``make bench``: measures this machine's pages, browser and queries, and prints one table."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

SIZES = (1_500, 1_000_000, 10_000_000)
SETS = 200
PARTS = ("pages", "browser", "queries", "loading", "disclosure", "deck")


def main() -> None:
    """Measure the chosen parts and print their table under a description of the machine."""
    given = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="rorf-bench-") as folder:
        # Set before anything of the dashboard is imported: nobody's real records are measured, or touched.
        os.environ["RORF_DATA_DIR"] = folder
        print(_measured(given.parts, given.sizes, given.sets, Path(folder)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS), help="which parts (all)")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="events on record for the queries")
    parser.add_argument("--sets", type=int, default=SETS, help="data sets that small counts are hidden in")
    return parser


def _measured(parts: Sequence[str], sizes: Sequence[int], sets: int, folder: Path) -> str:
    from benchmarks.browser import time_browser
    from benchmarks.deck import time_deck
    from benchmarks.disclosure import measure_disclosure, measure_price
    from benchmarks.loading import time_loading_everywhere
    from benchmarks.machine import machine_in_words
    from benchmarks.measuring import as_text
    from benchmarks.pages import time_pages
    from benchmarks.queries import time_queries_everywhere

    machine = machine_in_words()
    sections = []
    if "pages" in parts:
        sections.append(time_pages())
    if "browser" in parts and (waits := time_browser()):
        sections.append(waits)
    if "queries" in parts:
        sections += time_queries_everywhere(folder, sizes)
    if "loading" in parts:
        sections += time_loading_everywhere(folder)
    if "disclosure" in parts:
        sections += [measure_disclosure(sets), measure_price()]
    if "deck" in parts:
        sections.append(time_deck(folder / "deck"))
    return f"{machine}\n\n{as_text(sections)}"


if __name__ == "__main__":
    main()
