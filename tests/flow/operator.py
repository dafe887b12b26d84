"""An operator at the command line, beside the running processes of a product."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.flow.product import PATIENCE, Product


def environment(product: Product, **settings: str) -> dict[str, str]:
    """What the product's processes have, and more."""
    return os.environ | {"GAZETTE_DATA": str(product.folder), **product.settings, **settings}


def ran(product: Product, *words: str, code: int = 0, **settings: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "services", *words]
    done = subprocess.run(
        command, env=environment(product, **settings), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == code, (words, done.stdout, done.stderr, product.logs.read_text()[-3000:])
    return done.stdout


def told(product: Product, *words: str, code: int = 0, **settings: str) -> Any:
    """What a command prints for programs."""
    return json.loads(ran(product, *words, "--json", code=code, **settings))
