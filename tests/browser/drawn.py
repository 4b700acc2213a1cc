"""Whether marks on a page as it stands are in proportion to the numbers beside them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.windows import View, draw

SLACK = 0.02, 1.5  # of a length, and pixels
# Marks with their numbers, group by group: in each all are as long as their numbers are large.
READ = """() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const seen = (root, selector) => all(root, selector).filter((each) => each.checkVisibility());
  const read = (each) => parseFloat(each?.textContent);
  const box = (each) => each.getBoundingClientRect();
  const groups = [];
  for (const chart of seen(document, ".kit-live-chart")) {
    const rows = all(chart, "tbody tr").map((row) => all(row, "td").map(read));
    const numbers = rows.map(([count]) => count).filter(Boolean);
    for (const [layer, side] of [["bars", "width"], ["columns", "height"]]) {
      const marks = seen(chart, `.${layer}_marks path`)
        .filter((mark) => mark.getAttribute("d") !== "M0,0h0v0h0Z").map((mark) => box(mark)[side]);
      if (marks.length) groups.push([chart.textContent, marks, numbers]);
    }
    const parts = seen(chart, ".parts_marks path").map((mark) => box(mark).height);
    if (parts.length) groups.push([chart.textContent, parts, rows.flat().filter(Boolean)]);
  }
  for (const table of seen(document, ".kit-bars")) {
    const bars = seen(table, ".kit-bar");
    groups.push([table.textContent, bars.map((bar) => box(bar).width),
      bars.map((bar) => read(bar.nextElementSibling))]);
  }
  for (const line of seen(document, ".kit-row-chart .kit-line:not(.kit-head)")) {
    const sides = seen(line, ".kit-sides > div").filter((side) => side.querySelector("i"));
    groups.push([line.textContent,
      sides.map((side) => all(side, "i").reduce((sum, bar) => sum + box(bar).width, 0)),
      sides.map((side) => read(side.querySelector("b")))]);
  }
  for (const picture of seen(document, ".kit-columns")) {
    const towers = seen(picture, ".kit-tower").filter((tower) => read(tower.querySelector("b")));
    groups.push([picture.textContent, towers.map((tower) => box(tower.querySelector("i")).height),
      towers.map((tower) => read(tower.querySelector("b")))]);
  }
  for (const table of seen(document, ".kit-gap-chart table")) {
    const bars = seen(table, ".kit-matters .kit-chosen").filter((bar) => read(bar));
    groups.push([table.textContent, bars.map((bar) => box(bar.querySelector("i")).width),
      bars.map((bar) => read(bar.querySelector("b")))]);
  }
  for (const jar of seen(document, ".kit-marble-jar")) {
    const letters = all(jar, ".kit-marble text").map((each) => each.textContent);
    const rows = all(jar, "tr").filter((row) => read(row.querySelector("td")));
    groups.push([jar.textContent,
      rows.map((row) => letters.filter((each) => each === row.querySelector(".kit-sign")
        ?.textContent).length), rows.map((row) => read(row.querySelector("td")))]);
  }
  return groups;
}"""


def find_disproportion(page: View) -> Iterator[str]:
    """Pictures with a mark that is longer or shorter than its number is large."""
    draw(page)
    for name, lengths, numbers in page.evaluate(READ):
        if len(lengths) != len(numbers):
            yield f"{len(lengths)} marks for {numbers} in {name[:90]!r}"
            continue
        whole = sum(lengths) / max(1, sum(numbers))
        for length, number in zip(lengths, numbers, strict=True):
            if abs(length - whole * number) > max(SLACK[0] * length, SLACK[1]):
                yield f"{length} pixels for {number} in {name[:90]!r}, where 1 has {whole}"
