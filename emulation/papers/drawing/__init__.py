"""Long tables drawn by ourselves: WeasyPrint prints the frame, the rows between are written.

frame.py reads from a layout where columns and lines stand; cells.py breaks the rows' texts into
lines; ink.py writes them as page content, tags.py as tags; pages.py puts the paper together.
"""
