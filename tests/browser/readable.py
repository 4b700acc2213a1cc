"""What cannot be read or pressed on a page, however large its letters and wherever they begin."""

from __future__ import annotations

from tests.browser.windows import View, draw

# The stage has a unit of its own, and what it cuts has rules of its own (`projection.py`).
APART = ".stage, .kit-unseen, .unseen, .hidden"
# Texts that reach beyond the page, or beyond what cuts them off or frames them.
FIND_CUT = f"""() => {{
  const page = document.documentElement, faults = [];
  const isSeen = (each) => each.checkVisibility({{ visibilityProperty: true }});
  if (page.scrollWidth > page.clientWidth) {{
    const wide = [...document.querySelectorAll("body *")].filter((each) => {{
      const {{ left, right }} = each.getBoundingClientRect();
      return right > page.clientWidth || left < 0;
    }});
    const last = wide.slice(-3).map((each) => each.outerHTML.slice(0, 90));
    faults.push(`the page runs sideways: ${{last}}`);
  }}
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {{
    const text = walker.currentNode, holder = text.parentElement;
    if (!text.textContent.trim() || holder.closest("{APART}, script, style")) continue;
    if (!isSeen(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {{
      if (box.width < 2) continue;
      for (let frame = holder; frame && frame !== document.body; frame = frame.parentElement) {{
        const style = getComputedStyle(frame), room = frame.getBoundingClientRect();
        const overflow = [style.overflowX, style.overflowY];
        const dots = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        const title = dots && frame.tagName !== "BUTTON";
        if (title || frame.clientWidth === 1) break; // shortened on purpose, or for the ears alone
        const [x, y] = overflow.map((each) => /hidden|clip/.test(each));
        const wide = box.left < room.left - 2 || box.right > room.right + 2;
        const high = box.top < room.top - 3 || box.bottom > room.bottom + 3;
        const runs = /^(BUTTON|SUMMARY)$/.test(frame.tagName) && (wide || high);
        if (runs || (x && wide) || (y && high)) {{
          const name = `${{frame.tagName}}.${{frame.className}}`;
          faults.push(`${{text.textContent.trim().slice(0, 50)}} runs out of ${{name}}`);
        }}
        if (runs || overflow.some((each) => /auto|scroll/.test(each))) break;
      }}
    }}
  }}
  return [...new Set(faults)];
}}"""
# Controls that cannot be pressed in their middle once they are in the window.
FIND_COVERED = f"""() => {{
  const all = [...document.querySelectorAll("a[href], button, summary, input, textarea, select")];
  const faults = [], before = scrollY;
  for (const each of all) {{
    if (each.disabled || each.closest("{APART}")) continue;
    if (!each.checkVisibility({{ visibilityProperty: true }})) continue;
    each.scrollIntoView({{ block: "center", behavior: "instant" }});
    const shown = /^(radio|checkbox)$/.test(each.type) ? (each.labels[0] ?? each) : each;
    const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) continue;
    const down = Math.min(box.height, innerHeight) / 2;
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + down);
    if (each.contains(there) || there?.contains(each)) continue;
    if (there?.closest("label")?.control === each) continue;
    if (each.closest("label")?.contains(there)) continue;
    faults.push(`${{each.outerHTML.slice(0, 90)}} under ${{there?.outerHTML.slice(0, 90)}}`);
  }}
  scrollTo(0, before);
  return faults;
}}"""


def find_unreadable(page: View) -> list[str]:
    """Words that are cut, and controls with something over them."""
    draw(page)
    return [*page.evaluate(FIND_CUT), *page.evaluate(FIND_COVERED)]
