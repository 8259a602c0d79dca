"""`python -m local.sam start-api | invoke <function> -e <event>`: the functions as built, each in a container."""

from __future__ import annotations

import sys

from local.sam.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
