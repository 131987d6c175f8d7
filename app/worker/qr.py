"""QR codes, made by segno, which the site keeps as one file that Python imports from."""
import sys
from pathlib import Path

PLACE = Path("/tmp/qr.zip")


def take(archive: bytes) -> None:
    """Have what makes the codes at hand."""
    PLACE.write_bytes(archive)
    if str(PLACE) not in sys.path:
        sys.path.append(str(PLACE))


def rows_of(text: str) -> list[str]:
    """The code's modules row by row, "1" for a dark one, without the quiet zone; the smallest code for the text, of the lowest
    level of correction, because screens are clean and the modules of a long link are small."""
    from segno import encoder
    code = encoder.encode(text, error="l", boost_error=False, micro=False)
    return ["".join(str(module & 1) for module in row) for row in code.matrix]
