"""The share of requests that is delivered by day, those still open counted in, as a curve of steps."""

from __future__ import annotations

from collections.abc import Sequence

from rorf_data import palette
from rorf_data.charts.canvas import (
    Chart,
    canvas,
    hidden_names,
    label,
    measure_axis,
    numbers,
    redrawable,
    say_if_all_is_hidden,
    say_nothing_is_there,
    say_what_is_not_drawn,
)
from rorf_data.charts.drawing import Drawing
from rorf_data.disclosure.release import Released
from rorf_data.wording import Number, opening

TOO_FEW = "Too few are delivered for a curve; the words below list the days."

Step = tuple[Number, Number, Number, Number]
"""Days, and the percent delivered by then with the two ends of its interval."""


@redrawable
def share_delivered_steps(released: Released) -> Chart:
    """The curve of the share delivered, with its interval where that can be given; marks at half and nine in ten."""
    columns = ("wait_days", "delivered_percent", "delivered_low", "delivered_high")
    hidden = hidden_names(released, "delivered_percent", name="wait_days")
    rows = zip(*(numbers(released, column) for column in columns), strict=True)
    steps = [step for step in rows if step[0] is not None and step[1] is not None]
    figure = canvas(hovermode="closest")
    if steps:
        _add_interval(figure, steps)
        _add_curve(figure, released, steps)
    say_what_is_not_drawn(figure, hidden, one="step", several="steps")
    if hidden:
        say_if_all_is_hidden(figure, shown=len(steps), hidden=len(hidden))
    elif not steps:
        say_nothing_is_there(figure, TOO_FEW)
    last = max((step[0] or 0 for step in steps), default=1)
    figure.update_layout(
        xaxis=measure_axis(label(released, "wait_days"), []) | {"range": [0, last + 1], "tickformat": ",d"},
        yaxis=measure_axis("Requests delivered, %", []) | {"range": [0, 104], "tickvals": [0, 25, 50, 75, 90, 100]},
    )
    title = released.about.title
    return Chart(title, figure, f"{opening(released.about, 'steps', title=title)} {_in_words(steps, hidden)}", released)


def _add_curve(figure: Drawing, released: Released, steps: Sequence[Step]) -> None:
    figure.add_scatter(
        x=[0, *(step[0] for step in steps)],
        y=[0, *(step[1] for step in steps)],
        name=label(released, "delivered_percent"),
        mode="lines+markers",
        line={"color": palette.DELIVERED, "width": 2.5, "shape": "hv"},
        marker={"size": 5},
        customdata=["Received", *(_step_in_words(step) for step in steps)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _add_interval(figure: Drawing, steps: Sequence[Step]) -> None:
    """A band between the two ends, in steps like the curve; it begins and ends where the interval can be given."""
    known = [step for step in steps if step[2] is not None and step[3] is not None]
    if not known:
        return
    colour = ", ".join(str(int(palette.DELIVERED[at : at + 2], 16)) for at in (1, 3, 5))
    for ends, name in ((2, "Interval, lower end"), (3, "Interval")):
        figure.add_scatter(
            x=[step[0] for step in known],
            y=[step[ends] for step in known],
            name=name,
            mode="lines",
            line={"width": 0, "shape": "hv", "color": palette.DELIVERED},
            fill="none" if ends == 2 else "tonexty",
            fillcolor=f"rgba({colour}, 0.18)",
            hoverinfo="skip",
            showlegend=ends == 3,
        )


def _step_in_words(step: Step) -> str:
    days, percent, low, high = step
    interval = "" if low is None or high is None else f" ({low:g} to {high:g} %)"
    return f"within {days} {'day' if days == 1 else 'days'}: {percent:g} %{interval}"


def _in_words(steps: Sequence[Step], hidden: Sequence[str]) -> str:
    """The first step at or over each of a quarter, a half and nine in ten, and the last one.

    Where a step is hidden, the first one at or over a share can't be told.
    """
    if hidden:
        return f"{len(hidden)} of its steps {'is' if len(hidden) == 1 else 'are'} hidden."
    if not steps:
        return TOO_FEW
    told = [next((step for step in steps if (step[1] or 0) >= share), None) for share in (25, 50, 90)]
    sentences = [f"{_step_in_words(step)}." for step in dict.fromkeys([*told, steps[-1]]) if step]
    return "Delivered " + " ".join(sentences)
