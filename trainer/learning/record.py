"""What weights say of how they came to be, as far as every way of making them says the same."""
import datetime


def training_record(*, command: str, data: list[dict], seed: int, epochs: int, **more) -> dict:
    """The `training` of a weights document, ready for JSON, with today's date in UTC, YYYY-MM-DD.

    command: what makes them again, or in words where they came from; data: {"name", "source" and for a file "sha256"} of
    everything learnt from; epochs: how many were trained; more: what only some have to say, under its name.
    """
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {"command": command, "data": data, "seed": seed, "epochs": epochs, **more, "date": today}
