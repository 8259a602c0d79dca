"""What builds, checks, measures and operates Loket, none of which ships; it finds the layers wherever it is started."""

import sys
from pathlib import Path

sys.path[1:1] = [str(Path(__file__).parent.parent / "layers" / layer) for layer in ("loket", "desk")]
