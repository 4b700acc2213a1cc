"""The form in NiceGUI."""

import sys

from nicegui import ui


@ui.page("/")
def show() -> None:
    """One visitor's form."""
    text = ui.input("One sentence")
    slider = ui.slider(min=1, max=7, value=1)

    def send() -> None:
        label.text = f"Received: {len(text.value)} letters, {slider.value}"

    ui.button("Send", on_click=send)
    label = ui.label()


ui.run(host="127.0.0.1", port=int(sys.argv[1]), reload=False, show=False)
