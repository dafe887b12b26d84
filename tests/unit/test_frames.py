"""Messages between worker and child: whole, cut off, wrong."""

import io

import msgspec
import pytest

from services.extract import frames

JOB = frames.Job(b"/\xff", "期.txt")


def sent(*messages: frames.Job | frames.Answer) -> bytes:
    stream = io.BytesIO()
    for message in messages:
        frames.write(stream, message)
    return stream.getvalue()


def test_jobs_are_read_in_order_until_the_end() -> None:
    stream = io.BytesIO(sent(JOB, frames.Job(b"b", "b")))
    assert frames.read_job(stream) == JOB
    assert frames.read_job(stream) == frames.Job(b"b", "b")
    assert frames.read_job(stream) is None


@pytest.mark.parametrize("kept", [0, 3, 8, -1])
def test_a_job_that_was_cut_off_is_the_end(kept: int) -> None:
    assert frames.read_job(io.BytesIO(sent(JOB)[:kept])) is None


def test_answers_are_taken_one_by_one_as_they_become_whole() -> None:
    data = sent(frames.Progress(1, 2), frames.Refused("empty", "nothing", "空"))
    buffer, taken = bytearray(), []
    for byte in data:
        buffer.append(byte)
        if answer := frames.take_answer(buffer):
            taken.append(answer)
    assert taken == [frames.Progress(1, 2), frames.Refused("empty", "nothing", "空")]
    assert not buffer


def test_what_is_no_answer_is_an_error() -> None:
    with pytest.raises(msgspec.DecodeError):
        frames.take_answer(bytearray(b"\0" * 7 + b"\3xyz"))
