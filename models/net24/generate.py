#!/usr/bin/env python3
"""Writes main.ent beside this script: 24 linked issues, the fixed workload for speed.

Issue i has states s0..s3, starts at s0, climbs at 0.6 + 0.05 (i mod 4) a year and falls at 0.8.
While issue i is at s3 it adds 0.4 a year to the up-rate of issues i+1 and i+5 (mod 24).
"""
import pathlib

ISSUES, STATES, LINK_STEPS = 24, 4, (1, 5)


def up_rate(i):
    """The up-rate of issue i as text; its sources are the issues that link to it."""
    sources = [(i - step) % ISSUES for step in LINK_STEPS]
    links = " ".join(f"+ 0.4 per year * (1 if x{s:02d} is s3 else 0)" for s in sources)
    return f"{0.6 + 0.05 * (i % 4):.2f} per year {links}"


def issue(i):
    name = f"x{i:02d}"
    lines = [f"define up{i:02d} = {up_rate(i)}", f'issue {name} "Ladder {i}" {{',
             "  states s0, s1, s2, s3", "  starts s0"]
    for s in range(STATES - 1):
        lines.append(f"  s{s} -> s{s + 1}  rate up{i:02d}")
    for s in range(1, STATES):
        lines.append(f"  s{s} -> s{s - 1}  rate 0.8 per year")
    return "\n".join(lines + ["}"])


HEAD = """\
/// Twenty-four linked issues on a ring with chords: 144 arcs, 48 links, about 278 moves a world in
/// ten units of time. Written by generate.py; edit that and not this. It is the workload on which speed is measured.
system net24 "Twenty-four linked issues, the speed workload"

time from 2000-01-01 to 2010-01-01 step 1 year
"""

TAIL = """\
outcome moves "Moves of all issues"                       = count of {all} within 3652.425 days
outcome top0 "Ladder 0 at its top after 10 units"         = value of (1 if x00 is s3 else 0) at 3652.425 days
outcome three_top "Ladders 0, 1 and 2 at the top at once" = ever (x00 is s3 and x01 is s3 and x02 is s3) within 3652.425 days
outcome top0_share "Share of time that ladder 0 is at its top" = share of time x00 is s3
"""


def main():
    names = ", ".join(f"x{i:02d}" for i in range(ISSUES))
    text = "\n\n".join([HEAD.rstrip()] + [issue(i) for i in range(ISSUES)] + [TAIL.format(all=names)])
    pathlib.Path(__file__).with_name("main.ent").write_text(text)


if __name__ == "__main__":
    main()
