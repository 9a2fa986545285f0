"""Session calendar elsewhere, written one way: the diary is the truth, whatever is done over there."""
