"""Bytes as printable text, in few of them: what a classic script can carry of a compressed file.

Data is compressed by raw DEFLATE (RFC 1951), which every browser since 2023 can undo, and written in base 85 (the
alphabet of RFC 1924, which has neither quotes nor backslashes): five characters for four bytes. A host's own gzip takes
that fifth away again. `client/packing.js` reads what this module writes.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np

DICTIONARY_SIZE = 32_000  # bytes; DEFLATE looks back no further than 32,768, less a little

_ALPHABET = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~", dtype=np.uint8
)
_POWERS = np.array([85**4, 85**3, 85**2, 85, 1], dtype=np.uint32)


def pack_text(data: bytes, dictionary: bytes) -> str:
    """`data` packed; what stands in `dictionary` (up to `DICTIONARY_SIZE` bytes) too costs next to nothing."""
    return _to_text(_deflate(data, zlib.Z_DEFAULT_STRATEGY, dictionary))


def pack_codes(data: bytes) -> str:
    """`data` in which nothing repeats but single bytes, packed: smaller than by looking for more, and much sooner."""
    return _to_text(_deflate(data, zlib.Z_HUFFMAN_ONLY, b""))


def unpack(text: str, dictionary: bytes = b"") -> bytes:
    """What was packed, with the same dictionary."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary)
    return inflate.decompress(base64.b85decode(text)) + inflate.flush()


def _deflate(data: bytes, strategy: int, dictionary: bytes) -> bytes:
    level, memory = zlib.Z_BEST_COMPRESSION, 9
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory, strategy, dictionary)
    return deflate.compress(data) + deflate.flush()


def _to_text(data: bytes) -> str:
    """`data` in base 85, as `base64.b85encode` has it, three times as fast."""
    padding = -len(data) % 4
    words = np.frombuffer(data + bytes(padding), dtype=">u4").astype(np.uint32)
    digits = words[:, np.newaxis] // _POWERS % 85
    return str(_ALPHABET[digits].tobytes()[: 5 * len(words) - padding], "ascii")
