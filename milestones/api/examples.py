"""Examples for the schema, by operation: what is sent and answered about a small plan. A test writes them."""

import json
from pathlib import Path
from typing import Any

EXAMPLES: dict[str, Any] = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
