"""Plays a view step by step: names the step on an element, and the style sheet shows it, moving or, if less motion is
asked for, still."""
from asyncio import create_task, sleep

from app.ui.words import word


class Player:
    """root gets data-step="1" ... str(count), one after another, and loses it at the end. pause: seconds a step lasts; key: of
    the button's words."""

    def __init__(self, root, button, *, count, pause, key):
        self.root = root
        self.button = button
        self.count = count
        self.pause = pause
        self.round = 0  # which playing this is; one that is no longer the present one ends by itself
        self.playing = False
        self.key = key
        button.addEventListener("click", lambda event: self.stop() if self.playing else self.play())

    def play(self):
        self.stop()
        self.playing = True
        self.button.textContent = word("views.stop")
        create_task(self.run(self.round))

    async def run(self, turn):
        for step in range(self.count):
            self.root.setAttribute("data-step", str(step + 1))
            await sleep(self.pause)
            if turn != self.round:
                return
        self.stop()

    def stop(self):
        self.round += 1
        self.playing = False
        self.root.removeAttribute("data-step")
        self.button.textContent = word(self.key)
