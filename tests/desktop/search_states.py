"""States of the window while it searches and shows what it found: each a function that brings a studio there."""

from desktop.widgets.results_view import Look
from indexer.errors import WhereinError
from indexer.protocol import Progress, Understood
from tests.desktop.samples import some_failures
from tests.desktop.studio import Studio


def first_run(studio: Studio) -> None:
    studio.start()


def home(studio: Studio) -> None:
    studio.fill()
    for text in ("plum cake", "heating bill of 2022", "who pays for repairs to the roof"):
        studio.preferences.remember(text)
    studio.start()


def full(studio: Studio) -> None:
    studio.fill()
    for document in studio.standin.documents:
        document.language = "de" if "draft" in document.name else "en"
        document.tags = ("housing",) if document.name.endswith((".pdf", "sent.txt")) else ()
    studio.standin.failures = some_failures(studio.folder)
    studio.start()
    studio.type("landlord pays for repairs to the roof")


def busy(studio: Studio) -> None:
    studio.fill()
    studio.standin.pending = 722
    studio.standin.meaning_ready = False
    studio.start()
    studio.type("soup with lemon")
    studio.standin.work(Progress("reading", "Minutes/2024-03-12 House meeting.md", 1204, 1926, 170.0))
    studio.settle(200)


def filtered(studio: Studio) -> None:
    full(studio)
    studio.window.sidebar.kinds["text"].click()
    studio.window.sidebar.kinds["pdf"].click()
    studio.settle(600)


def similar(studio: Studio) -> None:
    full(studio)
    row = next(i for i, hit in enumerate(studio.window.search.results.model.hits) if "Letter" in hit.name)
    studio.window.find_similar(studio.window.search.results.model.hit(row).path)
    studio.settle(700)


def understood(studio: Studio) -> None:
    """Chips of what was understood, a mark on a result, other spellings, weaker matches, the executed query."""
    studio.fill()
    studio.standin.understands = (
        Understood("kind", "letters", "letters", 0, 7, guessed=True),
        Understood("date", "2024", "from 2024", 8, 17, guessed=True),
    )
    studio.standin.suggests = ("letters from 2024 landlord roof", "letters from 2024 landlord proof")
    studio.start()
    studio.type("letters from 2024 landlord rof heating deposit")
    studio.window.search.results.header.explain.click()
    hit = studio.window.search.hit
    if hit is not None:
        studio.window.mark(hit, True)
    studio.window.keeping.toggle(studio.window.query)
    studio.settle(300)
    studio.standin.finds_for_saved(b"/home/ada/new lease.pdf", b"/home/ada/letter.txt")
    studio.settle(600)


def weak(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("quantum roof chromodynamics lattice gauge theory hadron")


def why(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.explain_current()
    studio.over = studio.window.search.results.why
    studio.settle(200)


def nothing(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("submarine warranty")


def broken(studio: Studio) -> None:
    studio.standin.refuses = WhereinError(
        "disk_full", "The disk is full, so the library cannot be opened.", "Free some space, then start it again."
    )
    from desktop import client

    client.RETRY_SECONDS = ()
    studio.start()


def narrow(studio: Studio) -> None:
    studio.window.resize(620, 760)
    full(studio)


def narrow_preview(studio: Studio) -> None:
    narrow(studio)
    studio.window.search.look_closer()
    studio.settle(500)


def text(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("words that a person remembers")


def code(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("rename photographs")


def picture(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("bicycle hooks")
    row = next(i for i, hit in enumerate(studio.window.search.results.model.hits) if hit.kind == "image")
    studio.window.search.results.view.choose(row)
    studio.settle(600)


def said(studio: Studio) -> None:
    full(studio)
    from desktop import operations

    studio.window.do(operations.remove_folder(str(studio.folder).encode()))
    studio.settle(500)


def compact(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.COMPACT)
    studio.settle(100)


def columns(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.COLUMNS)
    studio.window.search.splitter.setSizes([620, 400])
    studio.settle(100)


def gallery(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.GALLERY)
    studio.window.search.splitter.setSizes([620, 400])
    studio.settle(700)


def stages(studio: Studio) -> None:
    studio.fill()
    studio.standin.pending = 722
    studio.standin.meaning_ready = False
    studio.standin.progress = Progress("reading", "House meeting.md", 1204, 1926, 170.0)
    studio.start()


def keys(studio: Studio) -> None:
    full(studio)
    from desktop.widgets.key_list import KeyList

    studio.over = KeyList(studio.window.commands, studio.window)
    studio.over.show()
    studio.settle(100)


def palette(studio: Studio) -> None:
    full(studio)
    from desktop.widgets.palette import Palette

    studio.over = Palette(studio.window.commands, studio.window)
    studio.over.show()
    studio.settle(100)
