"""Hidden cells read "hidden" on a page, in tables, headline numbers and notes."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages._shared.show import has_records
from rorf_data.wording import HIDDEN
from tests.unit.hidden_frames import PROTECTION, hide
from tests.unit.picture_frames import by_month, released


def a_page() -> None:
    """What a page would do with frames of its own."""
    from pages._shared.show import show_metrics, show_row, show_table
    from tests.unit.hidden_frames import hide
    from tests.unit.picture_frames import by_month, released

    months = by_month(total_calls=[1234, 3, None])
    show_table(hide(months, frozenset({(1, "total_calls")})), key="months")
    headlines = released({"measure": ["Kits left", "Overdose calls", "Spent, dollars"], "value": [12, 3, 77]})
    show_metrics(hide(headlines, frozenset({(1, "value"), (2, "value")})), key="headlines")
    row = released({"town": ["Kent"], "total_kits": [12], "total_calls": [3]})
    show_row(hide(row, frozenset({(0, "total_calls")})), key="row", title="Kent")


def test_a_page_says_hidden_where_a_number_is() -> None:
    """As text among the numbers of its column, in headlines and beside the note that says why."""
    page = AppTest.from_function(a_page, default_timeout=30).run()

    assert not page.exception
    assert [str(cell) for cell in page.dataframe[0].value["total_calls"]][:2] == ["1,234", HIDDEN]
    assert [metric.value for metric in page.metric] == ["12", HIDDEN, HIDDEN, "12", HIDDEN]
    assert any(PROTECTION in caption.value for caption in page.caption)


def test_a_hidden_number_is_a_record() -> None:
    """A column of hidden numbers is no empty one."""
    months = by_month(total_calls=[3, None])

    assert has_records(hide(months, frozenset({(0, "total_calls")})), "total_calls")
    assert not has_records(released({"total_calls": [pd.NA]}), "total_calls")
