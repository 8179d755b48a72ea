"""Entries and rows: a plan file's document is written as rows, and rows are read as its entries again.

One set of code for the core's tables and the pillar apps' sections. Services open the transaction and raise the mark.
"""
