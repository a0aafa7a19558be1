# PYTHON_ARGCOMPLETE_OK
"""`python -m aitaxonomy` is the command `aitaxonomy`."""

import sys

from aitaxonomy.cli import run

sys.exit(run())
