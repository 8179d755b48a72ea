"""Answers as tables: CSV and XLSX beside JSON, of the same rows, with what describes them."""
