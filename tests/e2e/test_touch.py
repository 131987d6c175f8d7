"""A finger or a pen on a phone-sized screen, in Chromium, the engine whose touch can be driven from outside."""
import pytest

from app.ui.palm import RESTS
from tests.drawings import FOUR, THREE
from tests.e2e.host import hosting
from tests.e2e.pad import FRAMES, SOON, inked, kept, only_chromium, places, seen, settle, start, until
from tests.e2e.sites import NEVER, interpreter

pytestmark = only_chromium



class Phone:
    """A page on a small screen, with fingers and a pen."""

    def __init__(self, page):
        self.page = page
        self.devtools = page.context.new_cdp_session(page.tab)

    def touch(self, kind, *fingers):
        """kind: "touchStart", "touchMove", "touchEnd" or "touchCancel"; fingers: those that touch now, (x, y, id)."""
        points = [{"x": x, "y": y, "id": finger} for x, y, finger in fingers]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(self, places, finger=0):
        """At the pace of a hand, at rest when it lifts: after a flick Chromium takes the next tap for a way to stop it."""
        for number, (x, y) in enumerate([*places, places[-1]]):
            self.touch("touchMove" if number else "touchStart", (x, y, finger))
            self.page.js(FRAMES)
        self.touch("touchEnd")

    def pen(self, kind, place):
        """kind: "mousePressed", "mouseMoved" or "mouseReleased"."""
        x, y = place
        self.devtools.send("Input.dispatchMouseEvent", {
            "type": kind, "x": x, "y": y, "button": "left", "buttons": 0 if kind == "mouseReleased" else 1,
            "clickCount": 1, "pointerType": "pen", "force": 0.5})

    def write(self, places):
        """A whole stroke of the pen."""
        self.pen("mousePressed", places[0])
        for place in places[1:]:
            self.pen("mouseMoved", place)
        self.pen("mouseReleased", places[-1])


@pytest.fixture(scope="module")
def running(engine, site, tmp_path_factory):
    # So low a screen that the page is longer than it and could scroll.
    page = engine.new_page(viewport={"width": 390, "height": 500}, device_scale_factor=3, has_touch=True, is_mobile=True)
    with hosting(site, scratch=tmp_path_factory.mktemp("phone")) as host:
        host.replace(interpreter(site), NEVER)
        start(page, host.url, "instant")
        yield Phone(page)
        page.close()


@pytest.fixture
def phone(running):
    running.page.js("localStorage.clear()")
    running.page.js("scrollTo(0, 0)")
    running.page.reload()
    until(running.page, "instant")
    return running


def test_a_finger_draws_and_is_read(phone):
    phone.swipe(places(phone.page, THREE[0]))
    assert settle(phone.page)["digit"] == "3"
    assert len(kept(phone.page)) == 1


def test_drawing_does_not_scroll_the_page_but_a_swipe_beside_the_pad_does(phone):
    page = phone.page
    phone.swipe(places(page, [[50, y] for y in range(90, 10, -8)]))
    settle(page)
    assert page.js("scrollY") == 0
    x, y = page.js("(b => [b.left + 40, b.top + 10])(document.querySelector('#sentence').getBoundingClientRect())")
    phone.swipe([(x, min(y, 480) - 15 * step) for step in range(16)])
    page.wait("scrollY > 0", seconds=10)


def test_a_second_finger_draws_nothing(phone):
    x, y = places(phone.page, [[30, 30]])[0]
    phone.touch("touchStart", (x, y, 0))
    for step in range(1, 9):
        second = (x + 100, y + 100 - 10 * step, 1)
        phone.touch("touchStart" if step == 1 else "touchMove", (x, y + 10 * step, 0), second)
    phone.touch("touchEnd", (x, y + 80, 0))
    phone.touch("touchEnd")
    settle(phone.page)
    [stroke] = kept(phone.page)
    assert {place[0] for place in stroke} == {stroke[0][0]}


def test_a_cancelled_touch_leaves_no_ink_and_nothing_to_undo(phone):
    """As when the system finds that it is a palm, or takes it for a gesture of its own."""
    for number, (x, y) in enumerate(places(phone.page, [[30, 30], [30, 50], [30, 70]])):
        phone.touch("touchMove" if number else "touchStart", (x, y, 0))
    phone.page.wait("!document.getElementById('clear').disabled", seconds=SOON)
    phone.touch("touchCancel")
    phone.page.wait("document.getElementById('clear').disabled", seconds=SOON)
    now = settle(phone.page)
    assert (now["digit"], now["undo"], inked(phone.page)) == (None, False, None)
    phone.swipe(places(phone.page, THREE[0]))
    assert settle(phone.page)["digit"] == "3"
    assert len(kept(phone.page)) == 1


def test_a_tap_is_a_dot(phone):
    [[x, y]] = places(phone.page, [[40, 40]])
    # A finger trembles.
    phone.swipe([(x, y), (x + 0.5, y + 0.5)])
    assert settle(phone.page)["digit"] is not None
    [stroke] = kept(phone.page)
    assert len(stroke) == 1
    assert inked(phone.page) is not None


def test_a_pen_draws_and_the_hand_that_rests_meanwhile_does_not(phone):
    first, *rest = places(phone.page, THREE[0])
    phone.pen("mousePressed", first)
    for number, place in enumerate(rest):
        if number == 3:
            [[x, y]] = places(phone.page, [[85, 95]])
            phone.touch("touchStart", (x, y, 0))
            phone.touch("touchEnd")
        phone.pen("mouseMoved", place)
    phone.pen("mouseReleased", rest[-1])
    assert settle(phone.page)["digit"] == "3"
    assert len(kept(phone.page)) == 1


def test_a_pen_takes_over_from_the_palm_that_rests_first(phone):
    """Tablet and hand meet before pen and tablet do."""
    page = phone.page
    [[x, y]], stroke = places(page, [[85, 92]]), places(page, THREE[0])
    phone.touch("touchStart", (x, y, 0))
    page.wait("!document.getElementById('clear').disabled", seconds=SOON)
    phone.pen("mousePressed", stroke[0])
    phone.touch("touchMove", (x + 30, y, 0))  # it goes along with the pen
    for place in stroke[1:]:
        phone.pen("mouseMoved", place)
    phone.pen("mouseReleased", stroke[-1])
    phone.touch("touchEnd")
    assert settle(page)["digit"] == "3"
    [drawn] = kept(page)
    assert max(x for x, y in drawn) < 700
    page.click("#undo")
    now = settle(page)
    assert (now["hint"], now["undo"]) == (True, False)


def test_the_palm_leaves_no_ink_between_two_strokes_of_the_pen_and_a_finger_draws_when_the_pen_is_gone(phone):
    page = phone.page
    first, second = [places(page, stroke) for stroke in FOUR]
    phone.write(first)
    phone.swipe(places(page, [[85, 92], [86, 92]]))
    phone.write(second)
    lifted = page.js("performance.now()")
    assert settle(page)["digit"] == "4"
    assert len(kept(page)) == 2
    page.js("document.getElementById('clear').click()")
    page.wait(f"performance.now() - {lifted} > {RESTS} + 100", seconds=SOON)
    phone.swipe(places(page, THREE[0]))
    assert settle(page)["digit"] == "3"
    assert len(kept(page)) == 1


def test_a_pointer_that_never_was_keeps_no_finger_from_drawing(phone):
    page = phone.page
    page.js("""pad.dispatchEvent(new PointerEvent("pointerdown", {
        pointerId: 78, pointerType: "touch", button: 0, buttons: 1, clientX: 200, clientY: 200, bubbles: true}))""")
    phone.swipe(places(page, THREE[0]))
    assert settle(page)["digit"] == "3"
    assert len(kept(page)) == 1


def test_fingers_and_pen_draw_where_no_pointer_can_be_captured(phone):
    page = phone.page
    page.js("""(proto => { proto.setPointerCapture = () => { throw new DOMException("No.", "NotFoundError") }; })(
        Element.prototype)""")
    first, second = [places(page, stroke) for stroke in FOUR]
    phone.swipe(first)
    phone.write(second)
    assert settle(page)["digit"] == "4"


def test_the_buttons_work_by_finger(phone):
    phone.swipe(places(phone.page, THREE[0]))
    settle(phone.page)
    # The click comes of the tap, some time after it.
    phone.page.tab.tap("#clear")
    phone.page.wait("!document.getElementById('hint').hidden", seconds=SOON)
    assert settle(phone.page)["digit"] is None
    phone.page.tab.tap("#undo")
    phone.page.wait("document.getElementById('hint').hidden", seconds=SOON)
    assert settle(phone.page)["digit"] == "3"
    assert seen(phone.page)["notice"] is None


@pytest.mark.parametrize(("width", "height"), [(844, 390), (1366, 650), (320, 568)])
def test_a_finger_is_read_on_every_screen_and_a_pen_after_it(engine, running, width, height):
    """Phones on their side and small ones, and a laptop whose screen is touched."""
    page = engine.new_page(viewport={"width": width, "height": height}, has_touch=True, is_mobile=width < 1000)
    try:
        start(page, running.page.js("location.href"), "instant")
        phone = Phone(page)
        phone.swipe(places(page, THREE[0]))
        assert settle(page)["digit"] == "3"
        page.js("document.getElementById('clear').click()")
        for stroke in FOUR:
            phone.write(places(page, stroke))
        assert settle(page)["digit"] == "4"
        assert page.js("scrollY") == 0
    finally:
        page.close()
