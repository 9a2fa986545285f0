"""What is wrong with a text before it is published: links, tables, headings, length. Pure."""

from content.checks.looking import look
from content.checks.values import Found, Level, State, Target

__all__ = ["Found", "Level", "State", "Target", "look"]
