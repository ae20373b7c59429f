"""What each page says in one to four short sentences, made by rule from the released figures that it shows.

Every number in a sentence is a cell of the frame, or stands in its period or its towns; nothing is added up here. What
has no record is said to have none. Two times or places are compared only in the words of the frame's own comparison
columns, and no sentence gives a cause, a praise or a blame.
"""

from rorf_data.plain_words.calls import calls_in_words, cascade_in_words
from rorf_data.plain_words.programme import help_in_words, money_in_words, stock_in_words
from rorf_data.plain_words.region import month_in_words, towns_in_words, trends_in_words
from rorf_data.plain_words.work import need_in_words, requests_in_words, results_in_words

__all__ = [
    "calls_in_words",
    "cascade_in_words",
    "help_in_words",
    "money_in_words",
    "month_in_words",
    "need_in_words",
    "requests_in_words",
    "results_in_words",
    "stock_in_words",
    "towns_in_words",
    "trends_in_words",
]
