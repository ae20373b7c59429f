"""Makes ``sample_data/`` from a seed. No real record is ever its source.

One file for each subject: ``places`` and ``agencies`` (where and who), ``events`` (what is invented), then one module
for each shape that agencies send: ``kit_logs``, ``request_form``, ``call_exports``, ``published_deaths``, ``mistakes``;
then what a programme keeps itself: ``stock_ledger``, ``settlement_sheet``, ``help_list``.
``formats`` tells some of the events once more in every other format that the dashboard knows.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rorf_data.sample import events, formats, readme
from rorf_data.sample.call_exports import call_files
from rorf_data.sample.files import SampleFile
from rorf_data.sample.help_list import help_file
from rorf_data.sample.kit_logs import clean_logs, corrected_month, nil_return, old_log, workbook_log
from rorf_data.sample.mistakes import mistakes_file
from rorf_data.sample.published_deaths import deaths_file
from rorf_data.sample.request_form import form_export
from rorf_data.sample.settlement_sheet import settlement_file
from rorf_data.sample.stock_ledger import stock_file

SEED = 20261031
LAST_MONTH = date(2026, 10, 1)

__all__ = ["LAST_MONTH", "SEED", "load_order", "make_sample"]


def make_sample(out: Path, *, seed: int = SEED, last_month: date = LAST_MONTH) -> list[Path]:
    """Write three years of invented files that end with ``last_month`` (any day of it), and a README beside them.

    Returns the files to be loaded, in their order, without the README. The same seed and month give the same bytes.
    ``out`` is made if it is missing; files of the same names are replaced, others stay. In its folder ``formats`` lie
    files in other formats; they tell the same events again and aren't to be loaded beside the others.
    """
    last_month = last_month.replace(day=1)
    (out / formats.FOLDER).mkdir(parents=True, exist_ok=True)
    files = sorted(_files(seed, last_month), key=lambda file: _turn(file.name))
    others = formats.format_files(seed, last_month)
    for file in (*files, *others):
        (out / file.name).write_bytes(file.content)
    months = events.sample_months(last_month)
    text = readme.readme_text(files, others, seed=seed, last_month=last_month, months=months)
    (out / readme.NAME).write_bytes(text.encode())
    return [out / file.name for file in files]


def load_order(folder: Path) -> list[Path]:
    """The sample files in the folder, A to Z, months that were sent again after everything else."""
    return sorted(folder.glob("sample-*"), key=lambda path: _turn(path.name))


def _turn(name: str) -> tuple[bool, str]:
    return "-corrected" in name, name


def _files(seed: int, last_month: date) -> list[SampleFile]:
    months = events.sample_months(last_month)
    calls = events.calls(seed, last_month)
    visits = events.visits(seed, last_month, calls)
    return [
        *clean_logs(seed, months, visits),
        workbook_log(seed, months, visits),
        old_log(seed, months, visits),
        nil_return(months),
        corrected_month(seed, months, visits),
        form_export(seed, months, events.requests(seed, last_month)),
        *call_files(seed, months, calls),
        deaths_file(seed, last_month),
        mistakes_file(last_month),
        stock_file(seed, months),
        settlement_file(seed, months),
        help_file(seed),
    ]
