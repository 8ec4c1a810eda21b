"""From a `Source` to a `Document`. Pure: no file is read or written here."""

from duizhao.normalise.document import normalise

__all__ = ["normalise"]
