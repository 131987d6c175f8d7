"""What axe-core finds wrong with the page as it is shown now, on every screen and in both themes."""
from axe_playwright_python.base import AXE_SCRIPT

from tests.e2e.pad import FRAMES

SCREENS = [(1280, 800), (390, 844), (844, 390)]
THEMES = ["light", "dark"]
# Best practices and the rules still called experimental, too. Only the higher contrast of level AAA is not asked for: the
# page has it where it is wanted, under prefers-contrast.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
LIKE_ALL_OTHERS = ".values tr:nth-child(n+4)"  # three rows of a table of 784 cells say it all
RUN = """async ([exclude, runOnly, rules]) => {
    const {violations} = await axe.run({exclude}, {runOnly, rules, resultTypes: ["violations"]});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
        `${id}: ${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`));
}"""


def found(tab, *, only=(), without=(), screens=SCREENS, themes=THEMES, **media):
    """One line for each fault, with the screen and theme it is on. tab: Playwright's page, left as it was.

    only: these rules instead of all; without: all but these; screens, themes: in these; media: what else to emulate.
    """
    rules = {rule: {"enabled": False} for rule in without} | ({} if only else {"target-size": {"enabled": True}})
    wanted = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": TAGS}
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    before, faults = tab.viewport_size, []
    for theme in themes:
        if theme != themes[0] and not only:  # another theme has other colours, on every screen the same, and nothing else
            wanted, rules, screens = {"type": "rule", "values": OF_COLOURS}, {}, screens[:2]
        tab.emulate_media(color_scheme=theme, reduced_motion="reduce", **media)  # moving colours have no contrast yet
        for width, height in screens:
            tab.set_viewport_size({"width": width, "height": height})
            tab.evaluate(FRAMES)
            faults += [f"{theme} {width}x{height}: {fault}" for fault in tab.evaluate(RUN, [[LIKE_ALL_OTHERS], wanted, rules])]
    tab.set_viewport_size(before)
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference", **dict.fromkeys(media, "no-preference"))
    return faults
