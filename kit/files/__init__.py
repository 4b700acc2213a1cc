"""Text files that people write beside their notebooks: decoded, and refused with line and cure."""
