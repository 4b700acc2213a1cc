"""The widgets of forms and pages, one a file: its `.py` beside its `.js` and `.css`.

They know only traits. Import each from its own module, so that importing `kit` stays light. What
several scripts or styles need stands in `shared/`; what browsers get is built into `static/`.
"""
