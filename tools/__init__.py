"""Programs for the maintainers of the data; none is part of the package."""
