"""Logistic regressions over clues: many small ones that share their clues, by L-BFGS. Deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

Floats = NDArray[np.float64]
PULL = 2.0
"""How strongly weights are pulled to nought."""
STEPS = 50


def matrix(clues: Sequence[Sequence[str]], rows: Mapping[str, int]) -> csr_matrix:
    """One line for each example: its known clues and the bias."""
    indices: list[int] = []
    ends = [0]
    for told in clues:
        known = [0, *sorted(row for clue in set(told) if (row := rows.get(clue)) is not None)]
        indices += known
        ends.append(len(indices))
    return csr_matrix((np.ones(len(indices)), np.array(indices), np.array(ends)), shape=(len(clues), len(rows)))


def learn(examples: csr_matrix, right: NDArray[np.bool_], *, pull: float = PULL) -> Floats:
    """The weights that tell the right examples from the others."""
    signs = np.where(right, 1.0, -1.0)
    turned = examples.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (examples @ weights)
        value = np.logaddexp(0, -margins).sum() + pull / 2 * float(weights @ weights)
        slope = turned @ (-signs / (1 + np.exp(np.clip(margins, -500, 500)))) + pull * weights
        return float(value), slope

    found = minimize(loss, np.zeros(examples.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "ftol": 1e-6})
    return np.asarray(found.x, dtype=np.float64)
