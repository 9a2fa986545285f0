"""A QR code as the path of an inline drawing: no data address, which the security policy would refuse."""

import qrcode


def drawing(text: str) -> dict:
    """Return the side of the square in modules, and a path with one stroke for each run of dark ones."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    return {"side": len(rows), "path": "".join(_row(y, row) for y, row in enumerate(rows))}


def _row(y, row):
    path, x = "", 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            path += f"M{start} {y}h{x - start}v1h-{x - start}z"
        x += 1
    return path
