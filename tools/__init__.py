"""Tools of those who keep the taxonomy; no part of the package."""
