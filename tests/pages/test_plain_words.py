"""Each page says in plain words what it shows."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visiting import visit

WHOLE_YEAR = "From November 2025 to October 2026"
SAID = {
    "this_month": "In October 2026, 8 kits were left in all 11 member towns; against 13 in",
    "towns": f"{WHOLE_YEAR}, the most kits were left in Litchfield: 51; none in Canaan.",
    "trends": f"{WHOLE_YEAR}, in all 11 member towns: 95 visits at which kits were left; against 92",
    "calls": f"{WHOLE_YEAR}, in all 11 member towns: 36 overdose calls; against 39 in the time before",
    "kits_at_calls": f"{WHOLE_YEAR} there were 36 overdose calls in all 11 member towns.",
    "requests": f"{WHOLE_YEAR}, 99 requests were received in all 11 member towns; 92 were delivered",
    "need": f"{WHOLE_YEAR}, the most kits were left in Litchfield: 51; none in Canaan.",
    "stock": "By the stock ledger, ",
    "help_places": "Canaan, Morris and Warren have no place with naloxone on the list.",
    "settlement": f"{WHOLE_YEAR}, contributed: $20,562.50; spent: $15,655.59, $10,066 of it on kits.",
    "results": f"{WHOLE_YEAR}, 172 kits were left at 95 visits, in 10 of 11 towns.",
}


@pytest.mark.parametrize(("page", "words"), SAID.items())
def test_a_page_says_in_plain_words_what_it_shows(app: AppTest, page: str, words: str) -> None:
    """The sample's own figures stand in the paragraph under the title; every sign stands for itself."""
    visit(app, f"pages/see/{page}.py")

    assert [text.value for text in app.markdown if text.value.replace("\\", "").startswith(words)]
