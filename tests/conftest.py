"""Lets tests of several rooms share one handmade material."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "material"))
