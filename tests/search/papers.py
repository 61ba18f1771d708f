"""What Ada keeps: leases, invoices, minutes, recipes, letters, code, in a few languages."""

from indexer.types import Place
from tests.search.shelf import Paper

_LEASE = """Residential Lease Agreement

1. Rent. The tenant pays 940 euros on the third working day of each month to the account named below.

2. Deposit. A security deposit of three months' rent is held on a separate account and returned within six months after
the tenant has moved out, less the cost of damage.

3. Upkeep. The landlord bears the cost of repairs to the heating, the roof, the pipes and the electrical wiring. The
tenant replaces light bulbs and keeps the drains free.

4. Pets. Keeping a dog or a cat needs the written consent of the landlord, which is not refused without good reason.
"""

_MINUTES = """Minutes of the works council, 12 March

Present: Okafor, Lindqvist, Brandt, Haddad. Excused: Moreau.

The canteen will close for renovation from June to August. Until then food trucks stand in the yard at noon.
Lindqvist reports that sick leave has risen by a fifth since the open-plan office was introduced. It was decided to ask
the management for quiet rooms and for sound-absorbing walls.
Brandt proposes that everyone may work from home on two days a week. Approved with one abstention.
"""

_SLIDES = (
    "Pricing 2024\nThree plans: Basic, Team, Enterprise\n\fWhy we raise prices\nHosting costs grew by 30 percent\n"
)

PAPERS = (
    Paper("contracts/lease-flat.docx", _LEASE, "Residential Lease Agreement", modified=1_650_000_000),
    Paper(
        "contracts/Phone contract.pdf",
        "Mobile phone contract. Minimum term 24 months. Notice must be given in writing three months before the end, "
        "otherwise the contract is extended by a year. 10 GB of data a month are included.",
        "Your mobile contract",
    ),
    Paper(
        "invoices/INV-2024-0113.pdf",
        "Invoice INV-2024-0113\nCarpenter Joinery Ltd\nOak bookshelf, made to measure: 1,480.00\nVAT 19%: 281.20\n"
        "Total 1,761.20, due within 14 days.",
        "Invoice",
    ),
    Paper(
        "invoices/INV-2024-0114.pdf",
        "Invoice INV-2024-0114\nBlue Sky Cleaning\nWindows, four floors: 310.00\nTotal 368.90, due within 14 days.",
        "Invoice",
    ),
    Paper("work/council minutes march.md", _MINUTES, "Minutes of the works council", modified=1_710_000_000),
    Paper(
        "work/pricing.pptx",
        _SLIDES,
        "Pricing 2024",
        (Place(0, 50, "slide", 1), Place(51, len(_SLIDES), "slide", 2)),
    ),
    Paper(
        "work/report/parse_args.py",
        "import sys\n\n\ndef parse_args(argv):\n    # Splits the command line into flags and files.\n"
        "    flags = [arg for arg in argv if arg.startswith('-')]\n"
        "    return flags, [arg for arg in argv if arg not in flags]\n",
    ),
    Paper(
        "work/notes c++.txt",
        "The C++ build fails since the linker cannot find libssl. Brandt says to set the library path.",
    ),
    Paper(
        "recipes/bread.txt",
        "Sourdough bread\nFeed the starter the evening before. Mix flour, water and salt, let the dough rise for four "
        "hours, fold it twice, and bake it in a hot iron pot until the crust is dark.",
    ),
    Paper(
        "recipes/lentil soup.txt",
        "Lentil soup with cumin\nFry onions and carrots, add red lentils, cumin and stock, simmer for twenty minutes, "
        "then finish with lemon juice. Feeds six hungry people.",
    ),
    Paper(
        "recipes/copy of lentil soup.txt",
        "Lentil soup with cumin\nFry onions and carrots, add red lentils, cumin and stock, simmer for twenty minutes, "
        "then finish with lemon juice. Feeds six hungry people.",
        modified=1_600_000_000,
    ),
    Paper(
        "letters/dentist.txt",
        "Dear Ms Ada, your next check-up is due. At the last visit we saw the beginning of a cavity in the upper left "
        "molar, which should be filled before it hurts.",
    ),
    Paper(
        "letters/versicherung.txt",
        "Sehr geehrte Frau Ada, der Wasserschaden in der Hauptstraße 7 ist durch Ihre Hausratversicherung gedeckt. "
        "Bitte senden Sie uns Fotos der beschädigten Möbel.",
    ),
    Paper("travel/東京.txt", "東京の旅行計画。成田空港から電車で上野へ。浅草寺と国立博物館を見る。"),
    Paper(
        "travel/norway.md",
        "# Hiking in Norway\nFive days from hut to hut on the Hardangervidda. Pack rain gear, wool, a map and a "
        "compass. There is no phone signal. The huts take cash only.",
        "Hiking in Norway",
    ),
    Paper(
        "school/photosynthesis.txt",
        "Plants turn light into sugar. In the chloroplasts, chlorophyll absorbs red and blue light; water is split and "
        "oxygen released, and carbon dioxide is fixed in the Calvin cycle.",
    ),
)

# What Ada types, and the paper that she means.
ASKED = (
    ("who has to pay when the heating breaks", "contracts/lease-flat.docx"),
    ("may I keep a cat in the flat", "contracts/lease-flat.docx"),
    ("how do I get my deposit back", "contracts/lease-flat.docx"),
    ("cancel mobile phone", "contracts/Phone contract.pdf"),
    ("INV-2024-0113", "invoices/INV-2024-0113.pdf"),
    ("inv 2024 0114", "invoices/INV-2024-0114.pdf"),
    ("what did the bookcase cost", "invoices/INV-2024-0113.pdf"),
    ("window cleaning bill", "invoices/INV-2024-0114.pdf"),
    ("home office decision", "work/council minutes march.md"),
    ("noise in the office makes people ill", "work/council minutes march.md"),
    ("slides about why it gets more expensive", "work/pricing.pptx"),
    ("parseArgs", "work/report/parse_args.py"),
    ("code that reads command line options", "work/report/parse_args.py"),
    ("c++ linker", "work/notes c++.txt"),
    ("baking a loaf", "recipes/bread.txt"),
    ("vegetarian dinner for a crowd", "recipes/lentil soup.txt"),
    ("lentil", "recipes/lentil soup.txt"),
    ("hole in a tooth", "letters/dentist.txt"),
    ("hauptstrasse", "letters/versicherung.txt"),
    ("versicherung wasser", "letters/versicherung.txt"),
    ("東京", "travel/東京.txt"),
    ("博物館", "travel/東京.txt"),
    ("trekking in the mountains of scandinavia", "travel/norway.md"),
    ("norw", "travel/norway.md"),
    ("how do leaves make energy", "school/photosynthesis.txt"),
)

# What she does not have.
ABSENT = (
    "warranty of the dishwasher",
    "who won the football world cup",
    "symptoms of malaria",
    "quarterly revenue of the subsidiary in Brazil",
    "how to tune a piano",
    "history of the Ottoman empire",
    "quantum entanglement experiment",
    "train a puppy to sit",
)
