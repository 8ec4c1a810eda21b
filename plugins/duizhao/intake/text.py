"""txt and md: the decoded file is the text, to the letter. What Markdown marks mean is for the normaliser to say."""

from __future__ import annotations

from duizhao.intake.encoding import decode
from duizhao.intake.reading import Reading


def read_text(data: bytes) -> Reading:
    """Decode a txt or md file. Line ends stay as they are written (`\\n`, `\\r\\n`, `\\r`).

    Raises:
        SourceError: (without a path) the bytes are not text in any encoding known here.
    """
    text, encoding = decode(data)
    return Reading(text, encoding)
