"""The page, wired: finds the elements, hands them to the parts, and passes what one part says on to the next."""
from asyncio import create_task, get_event_loop, sleep

from app.ui import api, offline
from app.ui.bar import Bar
from app.ui.browser import focused, hand_on_focus, js_object, nodes, pad_of, sentence, show
from app.ui.desk import Desk
from app.ui.digits import Digits
from app.ui.examples import Examples
from app.ui.key_pen import KeyPen
from app.ui.modes import Modes
from app.ui.notice import Notice
from app.ui.number_reader import NumberReader
from app.ui.pythons import Pythons
from app.ui.shortcuts import Shortcuts, step
from app.ui.storage import NETWORK, Storage
from app.ui.tap_by_tap import TapByTap
from app.ui.views import arrive
from app.ui.words import listen, word

LINK = "#ink"  # how an address ends that holds a drawing


class Page:
    """pad: the Pad, which can be drawn on already. embedded: whether the page is a pad in somebody else's."""

    def __init__(self, document, window, workers, pad, *, embedded=False):
        self.embedded = embedded
        self.document, self.window, self.pad = document, window, pad
        find = self.find = document.getElementById
        self.views = None  # what follows the drawing, once it is here
        self.links = None  # what opens and makes links, once it was needed
        self.wanted = ""  # the view that a link has named
        self.restored = False  # whether what the last visit left is back
        listen(window, self.reworded)
        self.notice = Notice(find)
        self.storage = Storage(window)
        self.shortcuts = Shortcuts(document, find("keys"), self.storage)
        self.pythons = Pythons(window, workers, on_instant=self.instant, on_ready=self.ready, on_heard=self.heard,
                               on_lost=self.lost, on_failure=self.failed, on_settled=self.settled,
                               meanwhile=self.notice.meanwhile)
        self.digits = Digits(window, pad=pad, client=self.pythons.client, hopes=self.pythons.hopes, notify=self.notice.tell)
        self.bar = Bar(window, page=document.documentElement, place=document.querySelector(".place"), busy=self.busy,
                       on_change=lambda: hand_on_focus(focused(find("bar")), *pad_of(document)))
        self.desk = Desk(window, pad=pad, reads=self.digits, bar=self.bar, storage=self.storage, notify=self.notice.tell)
        self.number_reader = NumberReader(window, self.pythons.client)
        self.modes = Modes(window, find("mode"), pad=pad, desk=self.desk, bar=self.bar, storage=self.storage, digits=self.digits,
                           get_numbers=self.get_numbers)

    def open(self):
        """Begin: listen, bring back the last drawing, and get those who answer."""
        window, pad, find = self.window, self.pad, self.find
        get_event_loop().set_exception_handler(self.broke)
        pad.on_change, pad.on_small = self.desk.changed, self.bar.grow
        self.digits.answer.blank()
        self.modes.begin()
        api.install(window, self.digits.reader, self.number_reader, self.digits.waiting.able)
        less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
        Examples(self.document.querySelector(".examples"), any=find("show-one"), pad=pad, still=lambda: less_motion.matches)
        pens = {"pad": pad, "mark": find("pen"), "said": find("pen-said")}
        KeyPen(find("pad"), **pens)
        TapByTap(find("pad"), toggle=find("tap-by-tap"), lift=find("lift"), **pens)
        self.document.addEventListener("keydown", self.pressed)
        find("share").addEventListener("click", lambda event: create_task(self.share()))
        window.addEventListener("hashchange", lambda event: self.names_a_link and create_task(self.follow_link()))
        window.ResizeObserver.new(lambda *_: pad.redraw()).observe(find("pad"))
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", self.recoloured)
        self.watch_density()
        self.pythons.start(full=not self.embedded)
        create_task(self.embed() if self.embedded else self.begin_with_what_there_is())

    def busy(self):
        """Whether a pointer is at the pad, or at the picture on it."""
        return self.pad.alive or (self.desk.photo is not None and self.desk.photo.held)

    async def begin_with_what_there_is(self):
        """Bring back the last drawing, and lay on it what was dropped on the page, pasted or chosen so far."""
        await self.storage.open()
        self.shortcuts.open()
        if self.storage.get(NETWORK) is not None:
            # The room for saying which one reads, before it is needed.
            self.document.documentElement.setAttribute("data-network", "chosen")
        links = await self.get_links() if self.names_a_link else None  # before its own drawing would be seen for a moment
        self.modes.restore()
        if self.storage.trouble:  # with what was there
            self.notice.tell(self.storage.trouble)
        if self.window.history.state:
            self.languages().bring_back()
        self.restored = True
        if links:
            links.open(first=True)
        # Not sooner, because drawings are to be read first.
        await self.desk.take_pictures(
            self.pythons.client, may_wait=lambda: "instant" in self.pythons.hopes and not self.pythons.weights,
            on_photo=lambda photo: self.modes.equip(photo=photo))
        self.languages().listen()

    async def bring(self, archive, name):
        return await self.notice.meanwhile(archive, arrive.bring(self.window, archive, name))

    async def embed(self):
        """Get what speaks for the pad to the page around it. Nothing is kept here: it may be anybody's page."""
        self.restored = True
        make = await self.bring(arrive.EMBEDDED, "Embedded")
        if make is None:
            self.notice.tell(word("embedded.missing", file=arrive.EMBEDDED))
        else:
            make(self).open()

    async def get_numbers(self):
        """What reads numbers, which most visits never need."""
        make = await self.bring(arrive.NUMBERS, "Numbers")
        if make is None:
            self.notice.tell(word("sums.missing", file=arrive.NUMBERS))
            return None
        while not self.restored:
            await sleep(0.01)
        return make(self.window, pad=self.pad, reader=self.number_reader, hopes=self.pythons.hopes, storage=self.storage,
                    notify=self.notice.tell)

    # Links

    @property
    def names_a_link(self) -> bool:
        """Whether the address ends in a drawing, as app/core/link.py writes it."""
        return self.window.location.hash.startswith(LINK)

    async def get_links(self):
        """What opens and makes links, which most visits never need; None where it cannot be had."""
        if self.links is None:
            make = await self.bring(arrive.LINKS, "Links")
            if make is None:
                self.notice.tell(word("sent.absent", file=arrive.LINKS))
            elif self.links is None:  # it may have been asked for twice
                self.links = make(self.window, pad=self.pad, desk=self.desk, modes=self.modes, digits=self.digits,
                                  number_reader=self.number_reader, notify=self.notice.tell, on_view=self.show_view)
        return self.links

    async def follow_link(self):
        links = await self.get_links()
        if links:
            links.open()

    async def share(self):
        links = await self.get_links()
        if links:
            links.share()

    def show_view(self, name):
        """A link names this view: open it, or do so once it is here."""
        self.wanted = name
        if self.views:
            self.views.show_named(name)

    # The two Pythons

    def instant(self):
        self.digits.reader.weights = self.pythons.weights
        self.desk.reads.repeat()
        offline.alive(self.window)

    def ready(self):
        if self.views:
            self.views.worker_is_back()

    def heard(self):
        self.digits.reader.catch_up(self.window.performance.now())

    def lost(self):
        self.digits.reader.network = None
        if self.views:
            self.views.networks.changed()
        self.desk.reads.repeat()

    def failed(self, who, message):
        offline.alive(self.window)
        self.desk.reads.await_answer()
        if message:
            self.notice.tell(message)
        if who == "full" and self.views:
            self.views.tell_state()

    def settled(self):
        """Starting is over, one way or the other."""
        self.desk.reads.repeat()
        if self.views is None and not self.embedded:
            create_task(self.look_closer())
            offline.install(self.window, on_update=self.updatable, on_state=self.tell_offline)

    async def look_closer(self):
        """Get the views that show what is behind the answer."""
        while not self.desk.photo:
            await sleep(0.02)
        make = await self.bring(arrive.VIEWS, "Views")
        if make is None:
            self.notice.tell(word("views.missing", file=arrive.VIEWS))
        else:
            self.views = make(
                self.window, client=self.pythons.client, reader=self.digits.reader, pad=self.pad, photo=self.desk.photo,
                storage=self.storage, shortcuts=self.shortcuts, on_network=self.digits.answering, on_pixels=self.desk.read_pixels,
                on_done=self.pad.renew, on_clear=self.desk.clear, on_empty=self.modes.empty, on_put_back=self.modes.put_back,
                on_error=lambda message: self.notice.tell(sentence(message)))
            self.modes.equip(views=self.views)
            self.views.show_named(self.wanted)
        self.desk.reads.repeat()

    # Words, keys and screens

    def languages(self):
        """The menu of languages, which nobody is in a hurry for."""
        from app.ui.language import LanguageMenu
        return LanguageMenu(self.window, self.find("language"), storage=self.storage, pad=self.pad)

    def tell_offline(self, state):
        """The foot of the page says whether it works without its host."""
        for each in nodes(self.document, "footer [data-offline]"):
            show(each, each.getAttribute("data-offline") == state)

    def updatable(self, apply):
        self.notice.tell(word("notice.update"), word("notice.use_it"), apply)

    def broke(self, loop, context):
        """A task ended in an error that nobody expected: say so, because what it was to do will never come."""
        error = context["exception"]
        name = type(error).__name__
        self.window.console.error(f"{name}: {error}", context["future"].coro)
        self.notice.tell(word("notice.broke", name=name))

    def pressed(self, event):
        """Keyboard shortcuts; aria-keyshortcuts on the buttons says the same."""
        back = step(event)
        if back:
            getattr(self.pad, back)()
        elif self.shortcuts.alone(event) in ("Escape", "Delete", "Backspace"):
            self.desk.clear()
        else:
            return
        event.preventDefault()

    def reworded(self):
        """The words of another language stand in the page now, some in place of what was said meanwhile."""
        self.pythons.say_again()
        self.modes.begin()
        if self.pad.blank:
            self.digits.answer.blank()
        self.desk.reads.repeat()

    def recoloured(self, event):
        self.pad.redraw()
        self.desk.reads.recoloured()

    def watch_density(self, *_):
        """Redraw when the page moves to a screen of another density, for which the canvas's own size does not change."""
        self.pad.redraw()
        query = self.window.matchMedia(f"(resolution: {self.window.devicePixelRatio}dppx)")
        query.addEventListener("change", self.watch_density, js_object(self.window, {"once": True}))
