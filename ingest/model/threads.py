"""One thread for numpy's matrix products: with several, how a product is cut depends on the machine, and so would its last bits.

Ours are small, and several threads would only make them slower; who has more cores reads more documents at once (`ingest.execution`).
"""

from __future__ import annotations

import ctypes
import logging
from functools import cache
from pathlib import Path

import numpy as np

log = logging.getLogger(__name__)

_PLACES = ("../numpy.libs", ".dylibs", ".libs")
_SETTERS = [f"{prefix}openblas_set_num_threads{suffix}" for prefix in ("scipy_", "") for suffix in ("64_", "")]


@cache
def one_thread() -> bool:
    """Whether numpy's OpenBLAS has been told to use one thread; a numpy built on anything else is left as it is."""
    for place in _PLACES:
        for file in sorted((Path(np.__file__).parent / place).glob("*openblas*")):
            try:
                library = ctypes.CDLL(str(file))
            except OSError:
                continue
            for name in _SETTERS:
                if (setter := getattr(library, name, None)) is not None:
                    setter(ctypes.c_int(1))
                    return True
    log.debug("numpy's library for matrix products is not known; it uses as many threads as it likes")
    return False
