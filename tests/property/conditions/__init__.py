"""Conditions of a plan, checked again and tried out (src/docs/weeks.md)."""
