"""The dashboard's pages: each view reads the address, asks a selector, and puts the answer into words."""
