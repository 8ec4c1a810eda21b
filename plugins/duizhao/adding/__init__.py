"""Documents into the corpus: from files, folders, zip archives and standard input.

`offers` finds what there is, `Arrivals` reads each, compares it with what the corpus has, and copies it under a name
that is free. Nothing is ever overwritten, and nothing is copied that could not be built.
"""

from duizhao.adding.arrivals import Arrival, Arrivals, Held, Likeness
from duizhao.adding.offers import Given, Offer, below, offers
from duizhao.adding.shelf import Shelf

__all__ = ["Arrival", "Arrivals", "Given", "Held", "Likeness", "Offer", "Shelf", "below", "offers"]
