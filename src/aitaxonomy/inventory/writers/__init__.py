"""Writers of formats that other tools read; `convert` chooses by the name of a file."""
