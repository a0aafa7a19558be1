"""Inference: from the shipped files and the user's files to what they entail together."""
