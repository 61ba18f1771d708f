"""Texts on which a quick runtime must agree with the reference before it may serve."""

QUERIES = (
    "who pays for repairs in the flat",
    "how to reset a forgotten password",
    "side effects of ibuprofen",
    "train from Berlin to Prague",
    "best way to store potatoes over the winter",
    "binary search implementation",
    "why did the Roman empire fall",
    "minutes of the meeting about the budget",
    "warranty of the washing machine",
    "Geburtsurkunde beantragen",
)

PASSAGES = (
    "The landlord shall keep in repair the structure and exterior of the dwelling-house, including drains, gutters and "
    "external pipes, and shall bear the cost of such repairs unless the damage was caused by the tenant.",
    "If you cannot sign in, click “Forgot password” below the form. We send a link to your address; it is valid for "
    "one hour. Choose a new password of at least twelve characters.",
    "Common undesirable effects include nausea, dyspepsia, dizziness and headache. Rarely, gastrointestinal bleeding "
    "may occur. Do not take more than 1,200 mg a day without medical advice.",
    "EC 173 leaves Berlin Hbf at 08:16 and reaches Praha hl.n. at 12:25. Seats can be reserved for 4.50 EUR.",
    "Keep potatoes in a dark, cool (4–8 °C) and humid place, unwashed and with enough air. Light makes them green.",
    "def search(items, wanted):\n    low, high = 0, len(items)\n    while low < high:\n"
    "        middle = (low + high) // 2\n"
    "        if items[middle] < wanted:\n            low = middle + 1\n        else:\n            high = middle\n"
    "    return low",
    "Historians name inflation, civil war, plague, the division of the administration and pressure on the frontiers "
    "among the reasons for the decline of the western provinces in the fifth century.",
    "Present: Ada, Grace, Linus. 1. The budget for next year was discussed; travel is cut by ten percent. 2. The next "
    "meeting is on 14 May. 3. Any other business: none.",
    "The manufacturer guarantees this appliance against defects in material and workmanship for a period of 24 months "
    "from the date of purchase. The guarantee does not cover wear, limescale or improper installation.",
    "Die Geburtsurkunde stellt das Standesamt des Geburtsortes aus. Der Antrag kann schriftlich oder online gestellt "
    "werden; die Gebühr beträgt zwölf Euro.",
    "Yes.",
    "2019-03-04;4711;Invoice;EUR;1,234.50;paid",
    "café naïve — “quotes”, ellipsis…, 東京, Ελλάδα, emoji 🙂",
    "A sonnet has fourteen lines. " * 40,
    "The committee recommends adoption of the amended proposal. Members may table objections in writing until Friday. "
    * 5,
    "ERROR 2024-11-02T10:15:31Z worker-3 ConnectionResetError: [Errno 104] Connection reset by peer",
)
