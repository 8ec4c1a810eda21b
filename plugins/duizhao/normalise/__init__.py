"""From a `Source` to a `Document`. Pure: no file is read or written here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duizhao.normalise.document import normalise

__all__ = ["normalise"]


def __getattr__(name: str) -> object:
    """All of it is loaded when first asked for: a build that leaves reading to others has no use for it."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("duizhao.normalise.document"), name)
