"""The letter for a doctor: what it says, on a page and as a file to print."""
