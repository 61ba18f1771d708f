"""What is wanted of a preview, done by the window: on every page that has one the same."""

from desktop.pages import Surroundings
from desktop.panels.preview import PreviewPanel
from desktop.query import Query


def connect(preview: PreviewPanel, at: Surroundings) -> None:
    def find_similar_text(text: str) -> None:
        at.look_for(Query().like_passage(text, preview.hit.path if preview.hit else None))

    preview.open_wanted.connect(lambda hit: at.open(hit.path))
    preview.folder_wanted.connect(lambda hit: at.show_in_folder(hit.path))
    preview.copy_wanted.connect(lambda hit: at.copy_paths([hit.path]))
    preview.similar_wanted.connect(lambda hit: at.find_similar(hit.path))
    preview.similar_text_wanted.connect(find_similar_text)
