"""Examples for the schema: what the API answers about a small plan. A test holds them to be so, and writes them."""

import json
from pathlib import Path
from typing import Any

EXAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
