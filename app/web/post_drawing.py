"""Posts as a diagram: under the office that each belongs to, a circle as large as many people were met there. Pure.

It is no map: the posts' coordinates are nobody's data here, and a place that is guessed would be believed.
"""

from itertools import groupby

from markupsafe import escape

from app.web.plot_values import Plot, Post, leads, short

CELL, ROW, RADIUS, HEAD, GAP = 150.0, 134.0, 32.0, 38.0, 14.0
LETTER = 7.0


def drawn(plot: Plot, width: int) -> tuple[str, int]:
    """The drawing as SVG elements, with its height."""
    most = max((post.value for post in plot.posts), default=1) or 1
    columns = max(1, int(width // CELL))
    cell = width / columns
    found, y = [], 4.0
    if plot.keys:
        half = 14 + 8 * len(plot.keys[0]) + 24
        for x, style, words in zip((0.0, half), ("b-in", "b-late"), plot.keys, strict=True):
            found.append(
                f'<circle class="{style}" cx="{x + 6}" cy="10" r="6"/><text class="c-t" x="{x + 18}" y="15">{escape(words)}</text>'
            )
        y = 30.0
    x = 0.0
    deep = 0.0
    for group, posts in groupby(plot.posts, key=lambda post: post.group):
        of_it = list(posts)
        wide = min(len(of_it), columns)
        if x and x + cell * wide > width + 1:
            x, y, deep = 0.0, y + deep, 0.0
        end = x + cell * wide - GAP
        found.append(
            f'<path class="c-tick" d="M{x:.1f} {y + 26}H{end:.1f}"/><text class="c-t c-t--b" x="{x:.1f}" y="{y + 18}">{escape(group)}</text>'
        )
        for n, post in enumerate(of_it):
            found.append(_post(post, x + cell * (n % wide), y + HEAD + ROW * (n // wide), cell - GAP, most))
        deep = max(deep, HEAD + ROW * -(-len(of_it) // wide))
        x += cell * wide
    return "".join(found), round(y + deep + 4)


def _post(post: Post, x: float, y: float, cell: float, most: float) -> str:
    middle, base = x + cell / 2, y + RADIUS + 2
    large = RADIUS * (post.value / most) ** 0.5
    inner = RADIUS * (post.part / most) ** 0.5
    circles = f'<circle class="b-in" cx="{middle:.1f}" cy="{base}" r="{max(large, 1.5):.1f}"/>'
    if post.part:
        circles += f'<circle class="b-late" cx="{middle:.1f}" cy="{base}" r="{max(inner, 1.5):.1f}"/>'
    said = f"{post.label}: {post.said}"
    lines = ((post.label, "c-t"), (post.kind, "c-t c-t--soft"), (post.said, "c-t"))
    words = "".join(
        f'<text class="{style}" x="{middle:.1f}" y="{y + 2 * RADIUS + 20 + 17 * n}" text-anchor="middle">{escape(short(line, cell / LETTER))}</text>'
        for n, (line, style) in enumerate(lines)
    )
    hit = f'<rect class="c-hit"{leads(post.href)} x="{x:.1f}" y="{y}" width="{cell:.1f}" height="{ROW}"><title>{escape(said)}</title></rect>'
    return circles + words + hit
