"""The health form: what is asked, what was given, and which answers ask for care. Values first."""
