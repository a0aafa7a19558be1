"""One way from the shipped files and one's own to what follows from both."""
