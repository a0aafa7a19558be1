"""What the fields of a record mean in our vocabulary, and what follows from them."""
