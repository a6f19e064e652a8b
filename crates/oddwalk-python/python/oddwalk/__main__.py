"""``python -m oddwalk``."""

import sys

from oddwalk._command import main

sys.exit(main())
