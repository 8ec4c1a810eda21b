"""The YAML loader for the files that we ship and those that owners write."""

try:  # the C one is eight times as fast and ships with PyYAML's wheels
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["Loader"]
