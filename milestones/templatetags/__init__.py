"""What templates can do with values."""
