// A strip of tabs that is wider than the screen begins at its first; the one that is open is brought into view, in the middle if it can.
export function showCurrentTabs() {
  for (const tab of document.querySelectorAll('.ac-subnav [aria-current="page"]')) {
    const strip = tab.closest("ul");
    const [outer, inner] = [strip.getBoundingClientRect(), tab.getBoundingClientRect()];
    strip.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }
}
