"""A drawing becomes the figure that plotly itself would have made of the same steps."""

import plotly.graph_objects as go
import pytest

from rorf_data.charts.drawing import Drawing


def drawn(on):
    """The same steps on a drawing or on a figure."""
    on.add_bar(x=["a"], y=[1], marker_color="red", marker={"line": {"width": 2}}, error_y={"array": [1]})
    on.add_scatter(x=["a"], y=[2], line={"color": "blue"}, line_width=3)
    on.add_annotation(text="here", x=0, y=1, font={"size": 15}, font_color="grey")
    on.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line_dash="dot")
    on.update_layout(xaxis={"title": {"text": "Month"}}, height=300)
    on.update_layout({"xaxis": {"type": "date"}}, xaxis_title_standoff=4)


def test_a_drawing_is_the_figure_that_plotly_makes_of_the_same_steps():
    """Names with an underscore reach the part that they name, and parts that are not named stay as they are."""
    drawing, figure = Drawing({"barmode": "group"}), go.Figure(layout={"barmode": "group"})
    drawn(drawing)
    drawn(figure)
    drawing.update_trace(1, marker_color="green", name="points")
    figure.data[1].update(marker_color="green", name="points")

    assert go.Figure(drawing.figure().to_dict()) == figure


def test_a_property_that_plotly_does_not_know_is_found_when_the_figure_is_written_out():
    """A misspelt property passes the drawing and is refused where figures are laid out for files."""
    drawing = Drawing({})
    drawing.add_bar(x=["a"], y=[1], widht=3)

    with pytest.raises(ValueError, match="widht"):
        go.Figure(drawing.figure().to_dict())


def test_a_finished_figure_is_no_longer_drawn_on():
    """What is drawn later is not in a figure that was taken before."""
    drawing = Drawing({})
    drawing.add_bar(x=["a"], y=[1])
    figure = drawing.figure()
    drawing.add_bar(x=["b"], y=[2])

    assert len(figure.data) == 1
    assert len(drawing.traces) == 2
    assert drawing.layout["annotations"] == []
