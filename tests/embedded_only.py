"""The main job on the base install alone: upload, become ready, be found. Run by .ci/embedded-only; needs no pytest."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

ABSENT = ("crc32c", "kafka", "minio", "opensearchpy", "psycopg", "pytest")
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def get(url: str) -> Any:
    return json.loads(fetch(url))


def wait_until_ready(base: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{base}/readyz", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("gazette serve did not become ready")


def ask(base: str, sample: Path) -> None:
    api = f"{base}/api/v1"
    (issue,) = get(f"{api}/issues")["items"]
    assert (issue["status"], issue["file_name"]) == ("ready", sample.name), issue
    documents = get(f"{api}/issues/{issue['id']}/documents")["items"]
    assert documents, "no document was found in the sample"
    number = next(document["doc_number"] for document in documents if document["doc_number"])
    found = get(f"{api}/search?q=" + urllib.parse.quote(f'"{documents[0]["title"]}"'))
    assert documents[0]["id"] in {item["document_id"] for item in found["items"]}, found
    resolved = get(f"{api}/resolve?number=" + urllib.parse.quote(number.replace("〔", "[").replace("〕", "]")))
    assert resolved["match"] == "exact", resolved
    page = fetch(base).decode()
    assets = re.findall(r'(?:href|src)="(/[^"#?]+\.(?:css|js|svg))', page)
    assert assets, page
    for asset in assets:
        assert fetch(base + asset), asset
    print(f"embedded only: {len(documents)} documents ready and found, {number} resolved")


def main() -> None:
    sample = Path(sys.argv[1])
    present = [name for name in ABSENT if importlib.util.find_spec(name)]
    assert not present, f"installed although the base install must do without: {present}"
    gazette, port = Path(sys.executable).with_name("gazette"), free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"GAZETTE_DATA": folder, "GAZETTE_PORT": str(port)}
        subprocess.run([gazette, "add", sample], env=environment, check=True, timeout=PATIENCE)
        server = subprocess.Popen([gazette, "serve"], env=environment)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server)
            ask(f"http://127.0.0.1:{port}", sample)
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


if __name__ == "__main__":
    main()
