"""The pictures a notebook puts on the page; the modules are named like the names in `kit`."""
