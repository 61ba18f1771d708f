"""Which pages are pictures, and where what was found on them belongs."""

from indexer.formats import format_of
from indexer.types import Extracted, Failure, Place, Reason
from indexer.work.pictures import joined, picture_pages

PDF, PNG, TIF, TXT = (format_of(f"a.{extension}") for extension in ("pdf", "png", "tif", "txt"))
NO_TEXT = Failure(Reason.NO_TEXT)


def mixed() -> Extracted:
    """Four pages of which the second and the fourth are scanned, and an attachment that is a PDF itself."""
    text = "Lease\n\nSigned\n\nnote.pdf\n\nA needle"
    places = (
        Place(0, 5, "page", 1),
        Place(7, 13, "page", 3),
        Place(15, 33, "part", 1, "note.pdf"),
        Place(25, 33, "page", 1),
    )
    return Extracted(text, places, title="Lease", page_count=4)


def test_the_pages_of_a_pdf_that_say_nothing_are_pictures() -> None:
    assert picture_pages(PDF, mixed()) == (2, 4)
    assert picture_pages(PDF, Extracted("", page_count=3, failure=NO_TEXT)) == (1, 2, 3)
    assert picture_pages(PDF, Extracted("x", (Place(0, 1, "page", 1),), page_count=1)) == ()


def test_what_was_not_read_for_want_of_time_is_no_picture() -> None:
    late = Failure(Reason.TRUNCATED)
    assert picture_pages(PDF, Extracted("x", (Place(0, 1, "page", 2),), page_count=900, failure=late)) == (1,)


def test_an_image_is_looked_at_whole_and_a_text_not_at_all() -> None:
    assert picture_pages(PNG, Extracted("Taken: 2024", failure=None)) == (1,)
    assert picture_pages(TIF, Extracted("", page_count=3, failure=NO_TEXT)) == (1, 2, 3)
    assert picture_pages(TXT, Extracted("x")) == ()


def test_what_was_found_stands_between_the_pages_that_were_written() -> None:
    whole = joined(PDF, mixed(), {2: "The landlord pays", 4: ""})
    assert whole.text == "Lease\n\nThe landlord pays\n\nSigned\n\nnote.pdf\n\nA needle"
    said = {(place.kind, place.number): whole.text[place.start : place.end] for place in whole.places}
    assert said["page", 2] == "The landlord pays"
    assert said["page", 3] == "Signed"
    assert said["part", 1] == "note.pdf\n\nA needle"
    assert [place.start for place in whole.places] == sorted(place.start for place in whole.places)
    assert (whole.title, whole.page_count, whole.failure) == ("Lease", 4, None)


def test_a_picture_keeps_what_it_says_of_itself() -> None:
    photo = Extracted("Taken: 2024-05-01", created=7.0)
    whole = joined(PNG, photo, {1: "EXIT"})
    assert whole.text == "Taken: 2024-05-01\n\nEXIT"
    assert (whole.created, whole.failure) == (7.0, None)


def test_a_fax_of_several_pages_names_them() -> None:
    whole = joined(TIF, Extracted("", page_count=2, failure=NO_TEXT), {1: "one", 2: "two"})
    assert [(place.number, whole.text[place.start : place.end]) for place in whole.places] == [(1, "one"), (2, "two")]


def test_a_picture_without_text_is_read_whole_and_a_scan_without_text_is_not() -> None:
    assert joined(PNG, Extracted("", failure=NO_TEXT), {1: ""}).failure is None
    assert joined(PDF, Extracted("", page_count=1, failure=NO_TEXT), {1: ""}).failure == NO_TEXT


def test_a_page_that_could_not_be_looked_at_is_said() -> None:
    trouble = Failure(Reason.TIMEOUT, "page 2")
    assert joined(PDF, mixed(), {2: "", 4: "x"}, trouble).failure == trouble
