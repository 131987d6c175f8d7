import datetime
import json

from trainer.learning.record import training_record


def test_a_record_has_what_it_was_given_and_the_day():
    data = [{"name": "mnist-train", "source": "MNIST"}]
    record = training_record(command="c", data=data, seed=3, epochs=5, drawings=12)
    day = record.pop("date")
    assert record == {"command": "c", "data": data, "seed": 3, "epochs": 5, "drawings": 12}
    assert abs(datetime.date.fromisoformat(day) - datetime.datetime.now(datetime.UTC).date()) <= datetime.timedelta(1)
    assert json.loads(json.dumps(record)) == record
