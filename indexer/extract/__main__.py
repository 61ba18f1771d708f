"""`python -m indexer.extract FOLDER`: reads a whole folder as the indexer would, and prints what became of it."""

import argparse
from pathlib import Path

from indexer.extract.survey import survey


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m indexer.extract", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ext", default="", help="only these extensions, set apart by commas")
    parser.add_argument("--pictures", action="store_true", help="look for text in pictures, too")
    parser.add_argument("--compare", action="store_true", help="PDFs through pdftotext and pypdf, too")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    options = parser.parse_args()
    survey(
        options.folder,
        workers=options.workers,
        extensions=set(filter(None, options.ext.split(","))),
        pictures=options.pictures,
        compare=options.compare,
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
