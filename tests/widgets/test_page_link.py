from kit.widgets.page_link import PageLink


def test_a_new_version_is_sent_to_the_page() -> None:
    widget = PageLink(version=2)
    widget.version += 1
    assert widget.get_state()["version"] == 3
