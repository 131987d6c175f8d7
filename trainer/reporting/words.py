"""A recipe in words, for the list of networks and the run report."""


def in_words(recipe: dict, *, epochs: int | None = None) -> str:
    """recipe: as `dataclasses.asdict` gives it, and as weights record it; epochs: those done, if they may be fewer."""
    settings, options, mixture = recipe["settings"], recipe["options"], recipe["mixture"]
    optimiser = {"adam": "AdamW" if options.get("decay") else "Adam", "sgd": "gradient descent"}[recipe["optimiser"]]
    if options.get("momentum"):
        optimiser += f" with {'Nesterov ' if options.get('nesterov') else ''}momentum {options['momentum']:g}"
    course = {"constant": "throughout", "cosine": "falling along a cosine"}[recipe["schedule"]]
    planned = settings["epochs"]
    done = f"{planned}" if epochs in (None, planned) else f"{epochs} of {planned}"
    parts = [f"{done} epochs in batches of {settings['batch_size']}",
             f"{optimiser}, learning rate {recipe['rate']:g} {course}", settings["loss"].replace("_", " ")]
    if options.get("decay"):
        parts.append(f"weight decay {options['decay']:g}")
    if settings["l2"]:
        parts.append(f"L2 {settings['l2']:g}")
    if settings["label_smoothing"]:
        parts.append(f"label smoothing {settings['label_smoothing']:g}")
    if settings["average"]:
        parts.append("averaged weights")
    if settings["patience"]:
        parts.append(f"stops after {settings['patience']} epochs without a better validation loss")
    if mixture["image_warp"]:
        parts.append("images varied anew each time" if recipe["uses"] == 1 else
                     f"images varied anew every {recipe['uses']} epochs")
    # Weights from before the two were told apart say of both what they say of drawings.
    kinds = [kind for kind, used in (("real drawings", recipe["drawings"]),
                                     ("drawings of what is no digit", recipe.get("not_digits", recipe["drawings"]))) if used]
    if kinds:
        hands = mixture["variants"] + 1
        parts.append(" and ".join(kinds) + (f", each in {hands} hands" if hands > 1 else ", as they were drawn"))
    if mixture.get("rough"):
        parts.append(f"{mixture['rough']['share']:.0%} of all images roughened as paper and cameras do")
    if mixture.get("redrawn"):
        parts.append(f"{mixture['redrawn']:,} images and a hand of each drawing also redrawn along their centre line")
    if recipe["teacher"]:
        parts.append(f"{recipe['teacher_share']:.0%} of every target from the answers of {recipe['teacher']!r}")
    return ", ".join(parts)
