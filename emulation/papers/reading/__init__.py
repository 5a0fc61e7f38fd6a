"""Reading a paper back from a Word file or plain text; `papers/reader.py` is the front.

A file becomes `Line`s (docx.py, plain.py), lines become parts of a paper (head.py, outline.py,
foot.py). Everything read keeps the numbers of the lines it was found on, and what is not found is
left empty and named in the findings: nothing is guessed.
"""
