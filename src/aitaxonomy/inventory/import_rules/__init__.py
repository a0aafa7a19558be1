"""From the fields of a record to statements in our vocabulary, with conclusions by import rule."""
