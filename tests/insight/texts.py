"""Texts long enough to be compared, made of real sentences."""

import random

LEASE = """
This lease is made between Harald Lindqvist, the landlord, and Ada Winter, the tenant, for the flat on the second
floor of Elm Street 14. The rent is due on the third working day of each month and is paid by transfer. The landlord
shall bear the cost of repairs to the roof, the heating and the water pipes. The tenant pays for small damage up to
eighty euros in each case and for not more than three cases a year. Pets need the written consent of the landlord,
which may not be refused without a reason. The cellar room marked with the letter B belongs to the flat. Keys that are
lost are replaced at the expense of whoever lost them. At the end of the lease the flat is handed over clean, and
walls that were painted in strong colours are painted white again. Either side may end the lease with three months'
notice in writing. The deposit of two monthly rents is kept in a separate account and bears interest for the tenant.
""".strip().replace("\n", " ")

SOUP = """
Wash the leeks and cut them into rings, then fry them gently in butter until they are soft but not brown. Peel the
potatoes, dice them and add them to the pot together with a litre of stock. Let everything simmer for half an hour
with the lid on, then press it through a sieve. Stir in a cup of cream, season with nutmeg, salt and white pepper, and
serve it hot with toasted bread. Whatever is left tastes good cold on the next day, with chives cut finely on top of
it. Those who like it stronger add a slice of smoked bacon at the beginning and take it out before the soup is
pressed.
""".strip().replace("\n", " ")

BOARD = """
The board met on Tuesday evening in the reading room with all seven members present. The treasurer reported that the
printing press needs a new roller and that two offers were obtained. After a long discussion it was decided to
postpone the purchase until spring and to ask the members for donations. The summer excursion leads to the paper mill,
and the secretary books a coach for fifty people. Mrs Okafor asked that the minutes be sent out within a week. The
chairman thanked everybody and closed the meeting shortly before ten o'clock.
""".strip().replace("\n", " ")


# Of each subject how sentences begin, and how they go on.
SUBJECTS = {
    "garden": (
        ["The tomato seedlings", "Our apple trees", "The rose beds", "These bean plants"],
        ["need water and compost in the garden.", "were pruned before the frost.", "grow well in sandy soil."],
    ),
    "orbit": (
        ["The weather satellite", "A crewed space capsule", "The lunar probe", "This rocket stage"],
        ["reached a stable orbit around Earth.", "was launched by the space agency.", "measured cosmic radiation."],
    ),
    "court": (
        ["The tenant of the flat", "A landlord in the city", "The housing court", "The rental contract"],
        ["claims that rent was paid late.", "mentions the deposit and notice period.", "covers repairs of the roof."],
    ),
    "kitchen": (
        ["The onion soup", "A loaf of rye bread", "The roast chicken", "This lemon cake"],
        ["is baked in a hot oven.", "wants butter, salt and patience.", "was served with fresh parsley."],
    ),
}


def sentences(text: str) -> list[str]:
    return [sentence.strip() + "." for sentence in text.split(".") if sentence.strip()]


def edited(text: str, seed: int, changes: int = 2) -> str:
    """A later draft: a sentence dropped, some rewritten, one added."""
    dice = random.Random(seed)
    parts = sentences(text)
    parts.pop(dice.randrange(len(parts)))
    for _ in range(changes):
        at = dice.randrange(len(parts))
        words = parts[at].split()
        words[dice.randrange(len(words)) :] = ["as", "both", "sides", "agreed", "in", "writing", "afterwards."]
        parts[at] = " ".join(words)
    parts.insert(dice.randrange(len(parts)), f"Clause {seed} was added after the talk in the office of the notary.")
    return " ".join(parts)
