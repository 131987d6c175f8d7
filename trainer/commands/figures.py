"""What was measured, in words, as the commands print it. `metrics`: by set, as `measured` gives it and weights keep it."""


def print_figures(name: str, metrics: dict) -> None:
    """A line per set, each beginning with the network's name."""
    for set_name, figures in metrics.items():
        if figures["accuracy"] is None:
            print(f"{name:12} {set_name:18} {figures['n']:6,}  unsure {1 - figures['sure_rate']:.2%}")
        else:
            weakest = min(share for share in figures["per_digit"] if share is not None)
            print(f"{name:12} {set_name:18} {figures['n']:6,}  accuracy {figures['accuracy']:.2%}, "
                  f"weakest digit {figures['per_digit'].index(weakest)} {weakest:.2%}, "
                  f"calibration error {figures['ece']:.4f}, sure {figures['sure_rate']:.2%}, "
                  f"right when sure {figures['sure_accuracy'] or 0:.2%}")


def accuracies_of(metrics: dict) -> list[tuple[str, str]]:
    """(label, text) of the digits read right in every set, and of what is no digit; the text is empty without any."""
    sets = {name: figures for name, figures in metrics.items() if isinstance(figures, dict)}
    return [("accuracy", ", ".join(f"{name} {figures['accuracy']:.2%}" for name, figures in sets.items()
                                   if figures.get("accuracy") is not None)),
            ("unsure", ", ".join(f"{name} {1 - figures['sure_rate']:.2%}" for name, figures in sets.items()
                                 if figures.get("accuracy") is None and figures.get("sure_rate") is not None))]


def print_lines(metrics: dict) -> None:
    """A line per set of lines, as `evaluate_lines.measure_lines` measures them."""
    for name, figures in metrics.items():
        words = [f"{name:18} {figures['n']:6,}  wholly right {figures['right']:.2%}, "
                 f"character errors {figures['character_errors']:.2%}"]
        words += [f"{kind}: {figures[kind]['n']:,}, {figures[kind]['right']:.2%}, {figures[kind]['character_errors']:.2%}"
                  for kind in ("digits", "signs") if figures[kind]["n"]]
        words.append(f"sure {figures['sure_rate']:.2%}, wholly right when sure {figures['sure_right'] or 0:.2%}")
        if "value_right" in figures:
            words.append(f"value right {figures['value_right']:.2%}")
        print("; ".join(words))
