"""The API: each view reads the address, asks a selector, and shapes the answer (docs/api.md)."""
