"""`python -m gazette.metrics` prints docs/metrics.md."""

import sys

from gazette.metrics.page import page

if __name__ == "__main__":
    sys.stdout.write(page())
