"""Documents that say the same. Pure: texts in, likenesses out.

`signature` finds the few documents that may be alike among any number; `overlap` then says exactly how much.
"""

from duizhao.parallels.overlap import Overlap, overlap
from duizhao.parallels.signature import Near, Shingles, Signatures, nearest, shingles, signature, signature_of

__all__ = ["Near", "Overlap", "Shingles", "Signatures", "nearest", "overlap", "shingles", "signature", "signature_of"]
