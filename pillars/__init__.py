"""The three domains; none imports another, and the core imports none."""
