"""Files made to harm, by what they try: name, content, and what is to be said of them.

`REFUSED` wants a Vietnamese sentence (a part of it); `CLEANED` are taken, without what was in them.
"""

from tests.hostile_files import names, office, pdfs, pictures

REFUSED = {**pdfs.REFUSED, **pictures.REFUSED, **office.REFUSED, **names.REFUSED}
CLEANED = {**pictures.CLEANED, **pdfs.TAKEN, **names.TAKEN}
