"""What stands below the chosen document in the preview: each part is told of the document that is chosen.

To add one: a widget with `show_hit`, and the function that makes it in `PARTS`. It is made before the first picture, so
whatever is heavy is imported when the first hit comes.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.pages import Surroundings
from indexer.protocol import Hit


class PreviewPart(QWidget):
    def show_hit(self, hit: Hit | None) -> None:
        """The document that is shown above; None where none is."""
        raise NotImplementedError


def _similar(at: Surroundings) -> PreviewPart:
    from desktop.panels.similar_part import SimilarPart

    return SimilarPart(at)


def _tags(at: Surroundings) -> PreviewPart:
    from desktop.panels.tags_part import TagsPart

    return TagsPart(at)


PARTS: tuple[Callable[[Surroundings], PreviewPart], ...] = (_tags, _similar)
