"""What dev.py does. Modules that it imports itself use the standard library only."""
