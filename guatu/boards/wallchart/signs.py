"""Signs and rules that the drawing carries with it, so that it looks alike wherever it stands.

Plain selectors and colours only: no variables, so that a converter to PDF can read them too.
"""

from __future__ import annotations

from guatu.boards.wallchart.style import Style
from guatu.boards.wallchart.text import number as n


def signs(s: Style) -> str:
    """Lights and milestones, each around its own middle, to be placed with ``<use>``."""
    c, k = s.palette, s.sign
    flag = f"M0 {n(8 * k)}V{n(-8 * k)}"
    cloth = f"M0 {n(-8 * k)}H{n(9 * k)}L{n(6.8 * k)} {n(-5 * k)}L{n(9 * k)} {n(-2 * k)}H0z"
    circle = f'<circle r="{n(4.4 * k)}" fill="none" stroke="{c.none}" stroke-width="{n(1.3 * k)}"/>'
    half = f'<path d="M0 {n(-4.4 * k)}a{n(4.4 * k)} {n(4.4 * k)} 0 0 0 0 {n(8.8 * k)}z"'
    side, tip = n(9.6 * k), n(5.4 * k)
    return (
        "<defs>"
        f'<rect id="wc-red" x="{n(-4.8 * k)}" y="{n(-4.8 * k)}" width="{side}" height="{side}" '
        f'fill="{c.red}"/>'
        f'<path id="wc-yellow" d="M0 {n(-5.6 * k)}L{n(5.8 * k)} {n(4.6 * k)}H{n(-5.8 * k)}z" '
        f'fill="{c.yellow}"/>'
        f'<circle id="wc-green" r="{n(5 * k)}" fill="{c.green}"/>'
        f'<g id="wc-none">{circle}</g>'
        f'<g id="wc-paused">{circle}{half} fill="{c.none}"/></g>'
        f'<path id="wc-planned" d="M0-{tip}L{tip} 0 0 {tip}-{tip} 0z" fill="{c.sheet}" '
        f'stroke="{c.brand}" stroke-width="{n(1.5 * k)}"/>'
        f'<path id="wc-was" d="M0-{n(4 * k)}L{n(4 * k)} 0 0 {n(4 * k)}-{n(4 * k)} 0z" fill="none" '
        f'stroke="{c.hint}" stroke-width="{n(1.1 * k)}"/>'
        f'<circle id="wc-replanned" r="{n(7.6 * k)}" fill="none" stroke="{c.green}" '
        f'stroke-width="{n(1.2 * k)}"/>'
        f'<g id="wc-done"><path d="{flag}" stroke="{c.hint}" stroke-width="{n(1.3 * k)}"/>'
        f'<path d="{cloth}" fill="{c.red}"/></g>'
        f'<g id="wc-overdue"><path d="{flag}" stroke="{c.overdue}" stroke-width="{n(1.3 * k)}"/>'
        f'<path d="{cloth}" fill="{c.overdue}"/></g>'
        "</defs>"
    )


def rules(s: Style) -> str:
    c, f, k = s.palette, s.family, s.sign
    return (
        f".wc text{{font-family:{f};font-size:{n(s.font)}px;fill:{c.ink}}}"
        f".wc .wc-h,.wc .wc-u,.wc .wc-c{{font-size:{n(s.small)}px;fill:{c.ink_2}}}"
        f".wc .wc-h,.wc .wc-c{{fill:{c.hint}}}"
        ".wc .wc-b{font-weight:600}"
        ".wc .wc-mid,.wc .wc-now-word,.wc .wc-need-word{text-anchor:middle}"
        ".wc .wc-end{text-anchor:end}"
        ".wc .wc-narrow{display:none}"
        f".wc-paper{{fill:{c.sheet}}}.wc-band-back{{fill:{c.band}}}.wc-hit{{fill:none}}"
        f".wc-v,.wc-r{{stroke:{c.line};stroke-width:1}}.wc-q,.wc-edge{{stroke:{c.line_2}}}"
        ".wc-v{shape-rendering:crispEdges}.wc-edge{stroke-width:1;fill:none}"
        f".wc-p{{stroke:{c.plan};stroke-width:{n(4 * k)}}}"
        f".wc-d{{stroke:{c.brand};stroke-width:{n(5 * k)}}}"
        f".wc-k{{stroke:{c.ink};stroke-width:{n(1.4 * k)}}}"
        f".wc-x{{stroke:{c.red};stroke-width:{n(1.8 * k)};stroke-dasharray:{n(4 * k)} {n(2.5 * k)};"
        "fill:none}"
        f".wc-x-end{{stroke:{c.red};stroke-width:{n(2 * k)}}}"
        f".wc-now{{stroke:{c.brand};stroke-width:{n(1.5 * k)};fill:none}}"
        f".wc-now-box{{fill:{c.brand}}}"
        f".wc .wc-now-word{{font-size:{n(s.small)}px;fill:{c.on_brand}}}"
        f".wc-need{{fill:{c.red_tint};stroke:{c.red};stroke-width:1;stroke-dasharray:2 1.5}}"
        f".wc .wc-need-word{{font-size:{n(10 * k)}px;fill:{c.red_ink}}}"
    )


def grid_rules(s: Style) -> str:
    """How the four pieces lie on a page; on phones only light and name stay at the left."""
    left, narrow, axis = n(s.left_width), n(s.narrow_width), n(s.plan_width)
    return (
        f".wallchart{{grid-template-columns:{left}px minmax({axis}px,1fr)}}"
        ".wallchart .wc-row .wc-hit{fill:transparent}"
        "@media (max-width:640px){"
        f".wallchart{{grid-template-columns:{narrow}px minmax({axis}px,1fr)}}"
        f".wallchart .wc-corner,.wallchart .wc-names{{width:{narrow}px}}"
        ".wc .wc-wide{display:none}.wc .wc-narrow{display:inline}}"
    )
