"""Builds the site with the program that may follow MkDocs and its theme, and compares the two.

`python -m tools.successor`; why and when to use it is in decisions/0015-successor.md.
"""
