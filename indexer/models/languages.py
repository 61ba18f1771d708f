"""In which language is a text written? py3langid (Lui and Baldwin's langid.py, 2012, with a newer model) knows 140."""

from functools import cache
from typing import Any

_SAMPLE = 2000  # characters: more makes it no surer
_FEWEST_LETTERS = 20
_NONE = ("und", "zxx")  # undetermined, no language at all
_SURE = 0.5  # of the probability; below it nothing is said


def language_of(text: str) -> str:
    """ISO 639 ("de"); empty where there is too little text to tell, or it is in none that is known."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return ""
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE and language not in _NONE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here: the model takes 80 MB

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
