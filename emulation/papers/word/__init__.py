"""Paper → Word: the same document as the PDF, for an officer to go on editing.

Only this package knows python-docx. Named styles, real tables and page numbers, no macros, no
links, nothing that is fetched from elsewhere.
"""

from emulation.papers.word.document import to_docx

__all__ = ["to_docx"]
