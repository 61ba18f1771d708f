"""What a model's scores have to be multiplied by, and what has to be added, so that they may be shown as likelihoods.

A reranker learns an order only, and an NLI model that has learned for long is surer than it is right (Guo et al.,
arXiv:1706.04599). Pure.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_SCALES = (0.05, 5.0)


def of_answers(scores: Numbers, right: NDArray[np.bool_]) -> tuple[float, float]:
    """(scale, shift) of Platt's logistic regression, for the scores (n,) of passages that answer or do not.

    (1, 0) where there is only one of the two kinds, or higher scores are no better.
    """
    from sklearn.linear_model import LogisticRegression

    if right.all() or not right.any():
        return 1.0, 0.0
    made = LogisticRegression(C=1e6).fit(scores[:, None], right)
    scale = float(made.coef_[0, 0])
    return (scale, float(made.intercept_[0])) if scale > 0 else (1.0, 0.0)


def of_labels(logits: Numbers, labels: NDArray[np.intp]) -> float:
    """The scale (one over the temperature) under which the labels are likeliest.

    `logits` (n, 3) are of entailment, neutral, contradiction; a label of 3 says that it is one of the last two.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    def surprise(scale: float) -> float:
        logs = log_softmax(logits * scale, axis=1)
        logs = np.column_stack([logs, np.logaddexp(logs[:, 1], logs[:, 2])])
        return -float(logs[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)
