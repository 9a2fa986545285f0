"""The practitioner's way in: password and a second step by allauth, limits, and a session that ends."""
