"""What a server and its kernels say alike. It knows no widget, so a server need not import any."""

from __future__ import annotations

TARGET = "kit.room"
"""The comm's target over which the server calls a room's kernel."""
CHANGES = "changes"
"""The member of the kernel's own messages that holds what widgets have to say to their pages."""
STATE = "application/vnd.kit.state+json"
"""The media type under which a page's kernel tells the state of its widgets."""
OTHERS = "*"
"""In place of a trait: what else a page writes is left out, and no fault of anybody's."""
