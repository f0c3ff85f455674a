"""How much the fault tests do: a little in `make test`, hundreds of states each in `make soak`."""

import os
import random

# Per cent of the whole soak; 0 is the short run that belongs to `make test`.
SOAK = int(os.environ.get("SPOC_SOAK", "0"))
SEED = int(os.environ.get("SPOC_SEED", "20261120"))


def times(short: int, soak: int) -> int:
    """How often to do something: short in `make test`, up to soak in `make soak`."""
    return max(short, soak * SOAK // 100) if SOAK else short


def draw_for(what: str) -> random.Random:
    """Chance that is the same again for the same seed."""
    return random.Random(f"{SEED} {what}")
