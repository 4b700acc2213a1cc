"""What pytest does without, as a plugin that it loads before all others: `-p tests.early`."""

from __future__ import annotations

import sys

# nbval imports jsonschema, which would build a parser for web addresses: more than a second in each
# worker. No schema here names one; `kit/room/patches.py` has the whole story.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
