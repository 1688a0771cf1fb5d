"""Audits: clinics, their figures, and attacks on what is published."""
