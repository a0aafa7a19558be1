"""The rules evaluated set at a time, on columns: closures of any number of individuals."""
