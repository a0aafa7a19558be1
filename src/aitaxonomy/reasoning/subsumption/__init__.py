"""Subsumption: every member of one class is a member of another, or need not be."""
