"""`python -m generator` is the command `gongkai`."""

import sys

from .cli import main

sys.exit(main())
