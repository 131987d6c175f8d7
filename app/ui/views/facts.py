"""A fact about the digit read: short, true, several for each digit, and the same one for as long as a drawing lasts."""

FACTS = [
    ["Zero was the last of the ten to become a number of its own: Brahmagupta gave rules for it in 628.",
     "Roman numerals have no sign for zero.",
     "Zero is an even number: it is twice a whole number, namely twice zero.",
     "Any number to the power of zero is one."],
    ["In many lists, of rivers or of bills, about 30% of the numbers begin with a 1: Benford's law.",
     "One is not counted among the primes, so that each number has one way of being made of them.",
     "Of all digits in MNIST, a 1 has the least ink.",
     "Multiplying by one changes nothing; mathematicians call it the identity."],
    ["Two is the only even prime number.",
     "Every computer counts with two digits only, 0 and 1: this page, too.",
     "The square root of 2 is no fraction; that was known in Greece 2,400 years ago.",
     "2 + 2, 2 \u00d7 2 and 2 to the power of 2 all make 4; no other number does the like."],
    ["A number can be divided by 3 just when the sum of its digits can.",
     "Three points that are not in a line always lie on exactly one circle.",
     "A triangle of rods hinged at the corners is the only polygon that keeps its shape.",
     "Three is the first odd prime, and the only prime that is one less than a square."],
    ["Four colours are enough for any map in which no neighbours may match; it took a computer to prove.",
     "Four is the only number whose English name has as many letters as it says.",
     "Each whole number is the sum of at most four squares, as Lagrange proved in 1770.",
     "Some write 4 closed, some open; a network must learn both from examples."],
    ["There are exactly five Platonic solids, from the tetrahedron to the icosahedron.",
     "From the fifth degree on, equations have no general solution by roots, as Abel proved in 1824.",
     "Five is the rarest digit in MNIST: 6,313 of its 70,000 images.",
     "5 is the only prime that belongs to two pairs of twin primes: 3 and 5, 5 and 7."],
    ["Six is the first perfect number: 1 + 2 + 3, and also 1 \u00d7 2 \u00d7 3.",
     "Bees build cells of six sides, which takes the least wax for the room.",
     "Among any six people, three all know each other or three are all strangers.",
     "A 6 turned upside down is a 9, so no network here is trained on digits turned over."],
    ["Seven is the likeliest sum of two dice: 6 of the 36 ways they can fall.",
     "1/7 is 0.142857 and so on, six digits that go round for ever.",
     "Many Europeans cross their 7, to tell it from a 1.",
     "Seven is the least number of sides of a regular shape that ruler and compasses cannot draw."],
    ["Eight bits make a byte, and one byte is enough to keep a weight of this page's network.",
     "8 and 9, or 2\u00b3 and 3\u00b2, are the only two powers that are neighbours: proved in 2002.",
     "An 8 has two holes; no other digit has more than one.",
     "Lay an 8 on its side and it is the sign of infinity, which John Wallis introduced in 1655."],
    ["The digits of every multiple of 9 add up to a multiple of 9.",
     "Nine points of any triangle lie on one circle: the feet of its heights are three of them.",
     "Casting out nines was how one checked a long sum for centuries before machines.",
     "Networks often take a 4 for a 9: an open 4 needs only a short stroke to close."],
]


def fact(digit, turn):
    """A fact about the digit; the next `turn` gives another one."""
    return FACTS[digit][turn % len(FACTS[digit])]


class Facts:
    """Shows one below the answer when a stroke is done and the answer is sure; never while the pen is down."""

    def __init__(self, element):
        self.element = element
        self.turns = [0] * 10
        self.told = set()  # the digits of the present drawing whose fact has been shown

    def show(self, digit, sure):
        if sure:
            self.told.add(digit)
        self.say(fact(digit, self.turns[digit]) if sure else "")

    def say(self, text):
        self.element.textContent = text

    def clear(self):
        """The drawing is gone: the next one of these digits gets another fact."""
        for digit in self.told:
            self.turns[digit] += 1
        self.told = set()
        self.say("")
