"""What people may ask of the practice about their data, and how long what is kept is kept."""
