"""A doctor's letter: what may be sent, and whether it is harmless."""
