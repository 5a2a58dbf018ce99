"""Makes the modules of the recipe importable; every test imports this first."""

import sys
from pathlib import Path

RECIPE = Path(__file__).parent.parent
CONFIGS = RECIPE / "config"

sys.path.insert(0, str(RECIPE))
