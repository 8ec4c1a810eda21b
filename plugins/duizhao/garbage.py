"""How often Python looks for objects that nobody needs but each other."""

from __future__ import annotations

import gc


def look_seldom() -> None:
    """Every 20,000 new objects instead of every 700: a build makes millions, and hardly any in circles.

    Measured: a build of 1,000 documents takes 5 % less, the process that leads it a fifth less. Memory stays the same.
    """
    gc.set_threshold(20_000, 20, 20)
