"""Pictures of digits on the page: they come in every way there is, are read in the worker, turned, cropped and kept."""
import json
import re

import pytest

from app.core.picture import find
from tests.drawings import FOUR, THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, kept, only_chromium, seen, settle, start
from tests.e2e.pictures import FOUND, SOURCE, crop, drop, file, look, over, picture, read, send
from tests.e2e.teaching import ASKED, CATCH, STORED, is_one_sentence
from tests.e2e.test_touch import Phone

UPRIGHT = picture((THREE, 150, 200, 300))
ON_ITS_SIDE = picture((THREE, 150, 200, 300), turn=3)
# The 4 is the larger one.
TWO = picture((THREE, 60, 60, 240), (FOUR, 300, 250, 330), size=(700, 600))
AROUND_THREE = ((5, 12), (20, 30), (44, 46))  # in percent of the pad, on which the picture lies with room above and below
EMPTY = picture()
BLANK = "document.documentElement.dataset.blank"
HERE = "document.getElementById('views').dataset.state === 'ready'"
DIGITS = "#ask .digits button:nth-child({})"


@pytest.fixture(scope="module")
def gallery(site, tmp_path_factory):
    with hosting(site, scratch=tmp_path_factory.mktemp("gallery")) as running:
        yield running


@pytest.fixture(scope="module")
def visited(engine, gallery):
    page = engine.new_page()
    start(page, gallery.url, "ready", seconds=BOOT)
    page.wait(HERE, seconds=SOON)
    yield page
    page.close()


@pytest.fixture
def page(visited):
    """The page with both Pythons and the views, and nothing on the pad; what earlier tests kept is still kept."""
    visited.js("document.getElementById('notice-close').click()")
    visited.js("document.getElementById('clear').click()")
    visited.wait(f"{BLANK} === 'true' && document.getElementById('photo').hidden", seconds=SOON)
    visited.js("document.activeElement?.blur()")
    visited.js("scrollTo(0, 0)")
    return visited


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "three.png"
    path.write_bytes(UPRIGHT)
    return path


def is_read(now, digit="3"):
    return (now["photo"], now["pad"], now["digit"], now["sure"]) == (True, False, digit, "true")


# The journey, in every engine

def test_a_chosen_picture_is_shown_with_what_was_found_and_read(page, three):
    now = read(page, lambda: page.choose("#choose-picture", three))
    assert is_read(now)
    assert now["sentence"] == "That is a 3."
    assert now["inked"] and now["found"].startswith("M") and now["turn"] and not now["whole"]
    assert re.fullmatch(r"Found in the middle, 2\d% of the picture's width and 2\d% of its height\.", page.js(FOUND))
    page.wait(f"{SOURCE}.startsWith('data:image/jpeg')", seconds=SOON)  # by now the worker's own, and small
    page.wait("document.querySelector('#photo img').naturalHeight === 640", seconds=SOON)
    assert page.js("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@only_chromium
def test_the_camera_is_another_way_to_a_picture(page, three):
    assert page.js("document.getElementById('take-picture').getAttribute('capture')") == "environment"
    assert is_read(read(page, lambda: page.choose("#take-picture", three)))


def test_a_picture_is_dropped_anywhere_and_pasted(page):
    for on in ("#pad", "footer p", "#compare > summary"):
        assert is_read(read(page, lambda on=on: drop(page, file(UPRIGHT), on=on))), on
    page.js("document.getElementById('clear').click()")
    assert is_read(read(page, lambda: send(page, "paste", file(UPRIGHT))))
    assert not send(page, "paste")


@only_chromium
def test_a_digit_on_its_side_is_turned_and_read_and_undo_turns_it_back(page):
    before = read(page, lambda: drop(page, file(ON_ITS_SIDE)))
    assert before["turned"] == "0" and not is_read(before)
    after = read(page, lambda: page.click("#turn"))
    assert (is_read(after), after["turned"]) == (True, "1")
    back = read(page, lambda: page.click("#undo"))
    assert (back["turned"], back["digit"]) == ("0", before["digit"])
    assert is_read(read(page, lambda: page.key("Control+y")))


@only_chromium
def test_dragging_over_one_of_two_digits_reads_it_alone_and_the_whole_is_one_press_away(page):
    whole = read(page, lambda: drop(page, file(TWO)))
    assert not is_read(whole)
    part = read(page, lambda: crop(page, *AROUND_THREE))
    assert is_read(part) and part["frame"] and part["whole"]
    again = read(page, lambda: page.click("#whole"))
    assert (again["digit"], again["frame"], again["whole"], again["found"]) == (whole["digit"], "", False, whole["found"])
    crop(page, (50, 50), (50.3, 50.3))  # only tapped
    assert look(page) == again


@only_chromium
def test_a_part_is_chosen_by_keys_alone(page):
    read(page, lambda: drop(page, file(TWO)))
    page.js("document.getElementById('photo').focus()")
    # To the upper left corner, as small as can be, and then as large as the 3 needs.
    for key, times in (("ArrowLeft", 24), ("ArrowUp", 20), ("Shift+ArrowLeft", 25), ("Shift+ArrowUp", 25),
                       ("Shift+ArrowRight", 14), ("Shift+ArrowDown", 16)):
        for _ in range(times):
            page.key(key)
    assert page.js("document.getElementById('photo-said').textContent").endswith("Enter reads it.")
    assert is_read(read(page, lambda: page.key("Enter")))
    assert page.js("document.activeElement.id") == "photo"
    page.key("ArrowRight")
    page.key("Escape")  # gives up the frame
    assert is_read(look(page))
    page.key("Escape")
    page.wait(f"{BLANK} === 'true'", seconds=SOON)
    assert (look(page)["photo"], page.js("document.activeElement.id")) == (False, "pad")


@only_chromium
def test_a_picture_is_kept_with_its_right_digit_as_a_drawing_is(page):
    read(page, lambda: drop(page, file(UPRIGHT)))
    page.wait(f"{ASKED}.startsWith('Was I wrong?')", seconds=SOON)
    before = page.js(STORED) if page.js("indexedDB.databases().then(all => all.length > 0)") else []
    page.click(DIGITS.format(9))
    page.wait(f"{ASKED}.startsWith('Thank you: kept as an 8')", seconds=SOON)
    page.wait(f"{STORED}.then(all => all.length === {len(before) + 1})", seconds=SOON)
    page.js("document.getElementById('teach').open = true")
    page.wait("document.querySelectorAll('#teach .wall li').length > 0", seconds=SOON)
    page.js(CATCH)
    page.js("document.querySelector('#teach .export').click()")
    page.wait("caught.length === 1", seconds=SOON)
    line = json.loads(page.js("caught[0]").splitlines()[-1])
    assert line["label"] == "8"
    left, top, right, bottom = find(UPRIGHT).box
    points = [point for stroke in line["strokes"] for point in stroke]
    assert all(left - 2 <= x <= right + 2 and top - 2 <= y <= bottom + 2 for x, y in points) and len(points) > 1
    read(page, lambda: drop(page, file(TWO)))  # another one is asked about anew
    page.wait(f"{ASKED}.startsWith('Which digit is it?') || {ASKED}.startsWith('Was I wrong?')", seconds=SOON)
    page.js("document.querySelector('#teach .undo').click()")
    page.js("document.getElementById('teach').open = false")


@only_chromium
def test_undo_brings_back_the_drawing_that_a_picture_lay_over_and_nothing_of_it_is_stored(page):
    draw(page, FOUR)
    before = settle(page)
    read(page, lambda: drop(page, file(UPRIGHT)))
    assert len(kept(page)) == 2  # what a reload would bring back
    page.click("#undo")
    after = settle(page)
    assert (after["digit"], after["probabilities"]) == ("4", before["probabilities"])
    assert look(page)["pad"] and not look(page)["photo"]
    assert not page.js("Object.values(localStorage).some(text => text.length > 10_000)")


def test_what_is_no_picture_is_refused_in_a_sentence_and_the_pad_stays_as_it_was(page):
    draw(page, FOUR)
    before = settle(page)
    for name, data in (("five.png", b"just some words"), ("five.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
                       ("five.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")):
        drop(page, file(data, name, "image/svg+xml" if name.endswith("svg") else ""))
        page.wait(f"document.getElementById('notice-text').textContent.startsWith('{name}: ')", seconds=SOON)
        assert is_one_sentence(seen(page)["notice"]), name
        after = settle(page)
        assert (after["digit"], after["undo"]) == ("4", before["undo"]), name
        assert look(page)["pad"] and not look(page)["photo"], name
    assert len(kept(page)) == 2


@only_chromium
def test_scripts_read_a_picture_and_are_told_where_it_was(page):
    answer = page.js("""(async data => {
        const reading = await inkling.readPicture(new Blob([Uint8Array.from(atob(data), c => c.charCodeAt(0))]));
        const refused = promise => promise.then(() => "", error => error instanceof Error ? error.message : "no Error");
        const refusals = [await refused(inkling.readPicture(new Blob(["words"]))), await refused(inkling.readPicture("words")),
                          await refused(inkling.readPicture())];
        return {...reading, refusals};
    })(argument)""", file(UPRIGHT)["data"])
    refusals = answer.pop("refusals")
    assert sorted(answer) == ["activations", "box", "digit", "probabilities", "several", "source", "sure"]
    assert (answer["digit"], answer["sure"], answer["source"], answer["several"]) == (3, True, "full", False)
    assert answer["box"] == pytest.approx(find(UPRIGHT).box, abs=2)
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-6)
    for message in refusals:
        assert message.startswith("inkling.readPicture: ")
        assert "\n" not in message and len(message) < 120
    assert not look(page)["photo"]


# What no engine changes

@only_chromium
def test_a_picture_without_ink_stays_with_a_sentence_so_that_another_part_may_be_tried(page):
    drop(page, file(EMPTY))
    page.wait("document.getElementById('sentence').textContent.includes('no ink')", seconds=SOON)
    now = look(page)
    assert (now["photo"], now["digit"], now["notice"]) == (True, None, None)
    assert is_one_sentence(now["sentence"])
    read(page, lambda: drop(page, file(TWO)))
    crop(page, (75, 15), (95, 30))
    page.wait("document.getElementById('sentence').textContent.includes('no ink')", seconds=SOON)
    now = look(page)
    assert (now["photo"], now["digit"], now["whole"]) == (True, None, True)
    assert is_read(read(page, lambda: crop(page, *AROUND_THREE)))


@only_chromium
def test_several_digits_are_never_sure_and_one_is_asked_for(page):
    if not find(TWO).several:
        pytest.skip("core.picture does not tell several digits apart yet")
    read(page, lambda: drop(page, file(TWO)))
    now = seen(page)
    assert (now["shown"], now["sure"]) == ("?", "false")
    assert now["sentence"] == "One digit at a time, please: the largest was read; drag over another."


@only_chromium
def test_several_turns_in_quick_succession_end_with_the_last_one(page):
    read(page, lambda: drop(page, file(ON_ITS_SIDE)))
    for _ in range(5):
        page.js("document.getElementById('turn').click()")
    page.wait(f"{FOUND} !== ''", seconds=SOON)
    now = look(page)
    assert (is_read(now), now["turned"]) == (True, "1")
    for _ in range(5):
        page.js("document.getElementById('undo').click()")
    page.wait(f"{FOUND} !== ''", seconds=SOON)
    assert look(page)["turned"] == "0"


@only_chromium
def test_a_part_that_was_chosen_turns_along(page):
    sideways = picture((THREE, 60, 60, 240), (FOUR, 300, 250, 330), size=(700, 600), turn=3)
    read(page, lambda: drop(page, file(sideways)))
    read(page, lambda: crop(page, *[(y, 100 - x) for x, y in AROUND_THREE]))
    assert is_read(read(page, lambda: page.click("#turn")))


@only_chromium
def test_of_several_files_the_first_picture_is_read_and_that_is_said(page):
    read(page, lambda: drop(page, file(b"words", "a.txt", "text/plain"), file(UPRIGHT), file(TWO, "two.png")))
    assert is_read(look(page))
    assert look(page)["notice"] == "One picture at a time: three.png it is."


@only_chromium
@pytest.mark.parametrize("place", ["#pad", "footer p"])
def test_a_file_that_is_no_picture_is_told_where_it_belongs(page, place):
    assert drop(page, file(b"%PDF", "five.pdf", "application/pdf"), on=place) == [True, True]
    assert seen(page)["notice"].startswith("This file has no place here")


@only_chromium
def test_a_picture_really_dropped_and_really_pasted_is_read(page, gallery, three):
    [(x, y)] = page.js("(b => [[b.left + 99, b.top + 99]])(document.getElementById('pad').getBoundingClientRect())")
    devtools = page.context.new_cdp_session(page.tab)

    def move(*kinds):
        for kind in kinds:
            devtools.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": {
                "items": [], "files": [str(three)], "dragOperationsMask": 1}})

    move("dragEnter", "dragOver")
    page.wait("document.getElementById('drop').checkVisibility()", seconds=SOON)
    assert is_read(read(page, lambda: move("drop")))
    assert not page.js("document.getElementById('drop').checkVisibility()")
    devtools.detach()
    page.js("document.getElementById('clear').click()")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=gallery.url)
    page.js("""navigator.clipboard.write([new ClipboardItem({
        "image/png": new Blob([Uint8Array.from(atob(argument), c => c.charCodeAt(0))], {type: "image/png"})})])""",
            file(UPRIGHT)["data"])
    page.js("document.activeElement?.blur()")
    assert is_read(read(page, lambda: page.key("Control+v")))


@only_chromium
def test_what_the_blank_page_offers_opens_the_chooser_and_the_focus_is_never_lost(engine, gallery, three):
    page = engine.new_page()
    page.tab.on("filechooser", lambda _: None)  # begun only now, choosers would be caught some time after `expect` returns
    start(page, gallery.url, "ready", seconds=BOOT)
    page.wait(HERE, seconds=SOON)
    page.tab.focus("#use-picture")
    with page.tab.expect_file_chooser() as chooser:
        page.key("Enter")
    read(page, lambda: chooser.value.set_files(three))
    assert page.js("document.activeElement.id") == "choose-picture"
    page.tab.focus("#turn")
    read(page, lambda: page.key("Enter"))
    assert page.js("document.activeElement.id") == "turn"
    read(page, lambda: crop(page, (30, 20), (70, 70)))
    page.tab.focus("#whole")
    read(page, lambda: page.key("Enter"))
    assert page.js("document.activeElement.id") == "photo"
    page.tab.focus("#clear")
    page.key("Enter")
    page.wait(f"{BLANK} === 'true'", seconds=SOON)
    assert page.js("document.activeElement.id") == "pad"
    page.key("Control+z")
    page.wait(f"{FOUND} !== ''", seconds=SOON)
    assert page.js("document.activeElement.id") == "photo"
    assert page.problems == []
    page.close()


@only_chromium
@pytest.mark.parametrize(("form", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("GIF", "P"), ("BMP", "RGB"),
                                            ("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "RGBA"),
                                            ("PNG", "I;16")])
def test_every_kind_of_picture_is_read_and_shown_by_the_pillow_that_the_worker_has(page, form, mode):
    data = picture((THREE, 150, 200, 300), form=form, mode=mode)
    assert is_read(read(page, lambda: drop(page, file(data, f"three.{form.lower()}", f"image/{form.lower()}"))))
    page.wait(f"{SOURCE}.startsWith('data:image/jpeg')", seconds=SOON)


# Before, without and after the worker

@only_chromium
def test_what_is_dropped_before_python_is_there_is_shown_at_once_and_read_when_it_can_be(engine, site, tmp_path):
    page = engine.new_page()
    with hosting(site, scratch=tmp_path) as host:
        host.hold("app/ui/page.py", sites.interpreter(site))
        page.open(host.url)
        page.wait("'early' in window", seconds=SOON)
        assert drop(page, file(UPRIGHT)) == [True, True]
        host.release("app/ui/page.py")
        page.wait("document.querySelector('#photo img').checkVisibility({visibilityProperty: true})", seconds=SOON)
        now = look(page)
        assert (now["photo"], now["sentence"]) == (True, "This is read as soon as Python is here\u2026")
        host.release()
        page.wait(f"{FOUND} !== ''", seconds=BOOT)
        assert is_read(look(page))
        assert page.problems == []
    page.close()


@only_chromium
def test_without_the_script_that_keeps_early_files_they_are_taken_once_python_listens(engine, host):
    page = engine.new_page()
    host.lose("app/build/start/early.js")
    start(page, host.url, "instant")
    page.wait("window.early?.over", seconds=SOON)
    assert drop(page, file(UPRIGHT)) == [True, True]
    assert look(page)["photo"]
    page.close()


@only_chromium
def test_a_drawing_of_the_last_visit_lies_under_a_picture_that_came_early(engine, host):
    page = engine.new_page()
    start(page, host.url, "instant")
    draw(page, THREE)
    settle(page)
    host.hold("app/ui/page.py")
    page.reload()
    page.wait("'early' in window", seconds=SOON)
    drop(page, file(UPRIGHT))
    host.release()
    page.wait("!document.getElementById('photo').hidden", seconds=SOON)
    page.click("#undo")
    assert settle(page)["digit"] == "3"
    page.close()


@only_chromium
def test_where_the_full_python_cannot_start_a_picture_is_told_so(engine, small_site, tmp_path):
    page = engine.new_page()
    with hosting(small_site, scratch=tmp_path) as host:
        start(page, host.url, "failed")
        drop(page, file(UPRIGHT))
        page.wait("document.getElementById('sentence').textContent.startsWith('Pictures need the full Python')", seconds=SOON)
        assert look(page)["photo"]
        assert page.js("inkling.readPicture(new Blob(['x'])).catch(error => error.message)") == (
            "inkling.readPicture: pictures need the full Python, which could not start here")
        page.click("#undo")
        assert seen(page)["hint"]
    page.close()


@only_chromium
def test_a_picture_whose_worker_dies_is_read_by_the_next_one(engine, site, tmp_path):
    page = engine.new_page()
    with hosting(site, scratch=tmp_path) as host:
        start(page, host.url, "ready", seconds=BOOT)
        page.wait(HERE, seconds=SOON)
        page.js("document.querySelector('script[worker]').xworker.terminate()")
        drop(page, file(UPRIGHT))
        page.wait("document.documentElement.dataset.state === 'instant'", seconds=SOON)
        page.wait("document.documentElement.dataset.state === 'ready'", seconds=BOOT)
        page.wait(f"{FOUND} !== ''", seconds=SOON)
        assert is_read(look(page))
        assert is_read(read(page, lambda: [page.click("#turn") for _ in range(4)]))
        assert seen(page)["notice"] is None
    page.close()


# On a phone

@pytest.fixture(scope="module")
def phone(engine, gallery):
    page = engine.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=3, has_touch=True, is_mobile=True)
    start(page, gallery.url, "ready", seconds=BOOT)
    page.wait(HERE, seconds=SOON)
    yield Phone(page)
    page.close()


@only_chromium
def test_on_a_phone_a_picture_is_taken_cropped_by_a_finger_and_kept(phone, three):
    page = phone.page
    visible = "document.querySelector('label[for=take-picture]').checkVisibility()"
    assert page.js(visible)
    read(page, lambda: drop(page, file(TWO)))
    assert is_read(read(page, lambda: phone.swipe(over(page, *AROUND_THREE))))
    assert page.js("scrollY") == 0
    page.tab.tap(DIGITS.format(4))
    page.wait(f"{ASKED}.startsWith('Thank you: kept as a 3')", seconds=SOON)
    assert page.js("document.documentElement.scrollWidth <= innerWidth")


@only_chromium
def test_a_small_pad_shows_its_picture_and_grows_before_it_is_cropped(phone):
    page = phone.page
    read(page, lambda: drop(page, file(TWO)))
    page.js("document.getElementById('why').open = true")
    page.js("document.getElementById('why').scrollIntoView()")
    page.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    small = page.js("document.getElementById('photo').getBoundingClientRect().width")
    assert small < 200
    phone.swipe(page.js("(b => [[b.left + 9, b.top + 9], [b.left + 70, b.top + 70]])(photo.getBoundingClientRect())"))
    page.wait(f"document.getElementById('photo').getBoundingClientRect().width > {small} * 2", seconds=SOON)
    assert look(page)["frame"] == ""
    assert is_read(read(page, lambda: phone.swipe(over(page, *AROUND_THREE))))
    page.js("scrollTo(0, 0)")
    page.wait("document.documentElement.dataset.pad === 'place'", seconds=SOON)
    page.js("document.getElementById('why').open = false")
