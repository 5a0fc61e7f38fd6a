"""A4 pages on A3 sheets, for readers who want large letters: 1.41 times as large."""

from io import BytesIO

import pikepdf

LARGER = 2**0.5


def enlarged(content: bytes) -> bytes:
    """Return the PDF with every page drawn on a sheet of twice the area."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.mediabox = pikepdf.Array(
                [round(float(edge) * LARGER, 2) for edge in page.mediabox]
            )
            for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if box in page:
                    del page[box]
            page.contents_add(f"q {LARGER:.5f} 0 0 {LARGER:.5f} 0 0 cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()
