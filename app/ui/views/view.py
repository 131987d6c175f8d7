"""What every view is, if it says nothing else."""
from app.ui.words import word


class View:
    """name: the id of its <details>. alone: whether it works without the worker.

    on_choice(): set by whoever runs the views; shows this one again, as after a choice of the visitor's.
    """

    name = ""
    alone = False

    def on_choice(self):
        """Nobody runs it yet."""

    def calls(self, drawing) -> dict:
        """What to ask the worker about the drawing: {function: the rest of its request}."""
        return {}

    def show(self, drawing, told):
        """Show the drawing. told: {function: the worker's reply} for all `calls`."""

    def clear(self):
        """Nothing is on the pad."""


def tabulate(details, make):
    """Keep the table behind a picture: made only while somebody has it open. make(): its HTML, "" for nothing to show."""
    if details.open:
        details.querySelector(".scroll > div").innerHTML = make() or word("views.draw_first")
