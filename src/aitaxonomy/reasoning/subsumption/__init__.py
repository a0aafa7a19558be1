"""Whether everything that is of one class is of another."""
