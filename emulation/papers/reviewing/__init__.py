"""The review of official papers: one small check a function, each with the source of its rule.

`emulation.papers.review` is the door; nothing else is meant to be imported from outside.
"""
