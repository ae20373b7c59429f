"""One load in a process of its own: ``python -m benchmarks.one_load ours|pandas FILE URL``.

Prints its seconds and its largest memory in megabytes as JSON; imports and the making of the schema are not timed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.measuring import seconds_of

PANDAS_ROWS_AT_ONCE = 50_000


def main() -> None:
    """Load one file one way."""
    way, path, url = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    seconds = {"ours": _load_ours, "pandas": _load_with_pandas}[way](path, url)
    print(json.dumps({"seconds": seconds, "megabytes": _largest_memory()}))


def _load_ours(path: Path, url: str) -> float:
    from rorf_data.intake.read import open_file
    from rorf_data.settings import find_places, read_settings
    from rorf_data.store.database import open_store
    from rorf_data.workplace import Workplace

    folder = path.parent
    places = find_places({"RORF_DATABASE_URL": url, "RORF_DATA_DIR": str(folder)}, folder)
    workplace = Workplace(read_settings(), places, open_store(url))

    def load() -> None:
        file = open_file(path)
        report = workplace.load(file, workplace.recognise(file), loaded_by="benchmark")
        assert report.read == report.new, "every row of the invented file is good"

    return seconds_of(load)


def _load_with_pandas(path: Path, url: str) -> float:
    import pandas as pd

    from rorf_data.store.database import open_store

    engine = open_store(url)
    return seconds_of(lambda: pd.read_csv(path).to_sql("log", engine, index=False, chunksize=PANDAS_ROWS_AT_ONCE))


def _largest_memory() -> float:
    try:
        import resource
    except ImportError:  # Windows keeps no such count
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
