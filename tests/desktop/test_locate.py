from desktop.locate import locate, utf16

PAGE = "9. Repairs\r\nThe landlord shall bear the cost of re-\r\npairs to the roof, and of the pipes.\r\nMore."


def test_a_passage_is_found_though_lines_and_hyphens_differ() -> None:
    passage = "The landlord shall bear the cost of repairs to the roof, and of the pipes."
    start = passage.index("repairs")
    found = locate(PAGE, passage, (0, len(passage)), ((start, start + 7),))
    assert found is not None
    assert found.sentence is not None
    assert PAGE[slice(*found.sentence)].startswith("The landlord")
    assert PAGE[slice(*found.sentence)].endswith("the pipes")
    assert [PAGE[slice(*span)] for span in found.words] == ["re-\r\npairs"]


def test_a_passage_that_begins_on_another_page_is_found_by_its_sentence() -> None:
    passage = "Something from before. The landlord shall bear the cost of repairs to the roof, and of the pipes."
    found = locate(PAGE, passage, (23, len(passage)), ((27, 35), (0, 9)))
    assert found is not None
    assert [PAGE[slice(*span)] for span in found.words] == ["landlord"]


def test_what_is_not_on_the_page_is_not_found() -> None:
    assert locate(PAGE, "Plum cake on yeast dough.", (0, 25), ()) is None
    assert locate("", "x", None, ()) is None
    assert locate(PAGE, "...", (0, 3), ()) is None


def test_offsets_count_as_qt_counts() -> None:
    assert utf16("a😀b", 2) == 3
