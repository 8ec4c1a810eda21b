"""How often Python looks for objects that nobody needs but each other."""

from __future__ import annotations

import gc


def look_seldom() -> None:
    """Every 500,000 new objects instead of every 700: a build makes millions, and hardly any in circles.

    Measured at 10,000 documents: a build left some 10,000 objects in circles, most of them before it began; to look for
    them every 20,000 objects took 4 of its 250 seconds, as seldom as here 1. Memory stays the same.
    """
    gc.set_threshold(500_000, 20, 20)
