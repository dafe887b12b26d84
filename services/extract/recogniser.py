"""Characters on pictures, by rapidocr (the extra `ocr`), whose models lie in its package: nothing is downloaded."""

import math
import os
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from services.extract.scans import Picture, Run, Scan

READING = 1
"""Raised when pages must be recognised anew, since this file reads them otherwise."""
PACKAGE = "rapidocr"
NEEDED = (PACKAGE, "onnxruntime", "cv2", "numpy", "PIL")
POINTS = 72.0
DETECTED_SIDE, LONGEST_SIDE = 1280, 4000
MOST_SLANT, USUAL_SLANT, LONG = 0.1, 0.02, 5.0
TYPE_OF_HEIGHT = 0.85
LEAST_SURE = 0.3
RULE, THICKEST = 24.0, 4.0
INK, STEEP = 150, 4.0
RED, REDDISH = 60, 2


def recogniser_version() -> str | None:
    """What recognises pictures here, as a part of a key; None where the extra is not installed."""
    from importlib.metadata import version  # noqa: PLC0415  slow, and most files are no pictures

    return f"{READING}-{version(PACKAGE)}" if all(map(find_spec, NEEDED)) else None


def recogniser() -> "Recogniser | None":
    """What recognises pictures here, if anything."""
    return Recogniser() if all(map(find_spec, NEEDED)) else None


class Recogniser:
    """Reads pictures; the models are loaded with the first one."""

    @cached_property
    def _engine(self) -> Any:
        import cv2  # noqa: PLC0415  what the base install lacks
        from rapidocr import RapidOCR  # noqa: PLC0415

        threads = max(1, (os.cpu_count() or 1) // 2)
        cv2.setNumThreads(threads)
        return RapidOCR(params=_parameters(threads))

    def __call__(self, number: int, picture: Picture) -> Scan:
        """What a picture of a page says."""
        height, width = picture.pixels.shape[:2]
        grey, red = _grey(picture.pixels)
        found = self._engine(grey)
        scale = POINTS / picture.dpi
        runs = [_run(*row, scale) for row in _rows(found)]
        slant = _slant(found)
        rules = tuple(_rules(grey, scale, max(abs(slant), USUAL_SLANT)))
        return Scan(number, width * scale, height * scale, slant, tuple(filter(None, runs)), rules, red)


def _parameters(threads: int) -> dict[str, Any]:
    models = Path(str(find_spec(PACKAGE).origin)).parent / "models"  # type: ignore[union-attr]
    engine = "EngineConfig.onnxruntime."
    return {
        "Global.use_cls": False,
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_SIDE,
        "Global.text_score": 0.0,
        "Global.return_word_box": True,
        "Global.return_single_char_box": True,
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTED_SIDE,
        "Det.model_path": str(max(models.glob("*_det_*.onnx"))),
        "Rec.model_path": str(max(models.glob("*_rec_*.onnx"))),
        "Rec.rec_batch_num": 1,
        engine + "intra_op_num_threads": threads,
        engine + "inter_op_num_threads": 1,
    }


def _grey(pixels: Any) -> tuple[Any, float]:
    """The picture in grey, and the share of red in its ink."""
    import cv2  # noqa: PLC0415

    if pixels.ndim == REDDISH:
        return pixels, 0.0
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = pixels[::4, ::4].astype("int16")
    printed = small.min(axis=2) < INK
    red = printed & (small[..., 0] - small[..., 1:].max(axis=2) > RED)
    return grey, round(float(red.sum()) / max(1, int(printed.sum())), 3)


def _rows(found: Any) -> list[tuple[Any, Any]]:
    """Corners and characters of each run."""
    if found.boxes is None or found.word_results is None:
        return []
    return list(zip(found.boxes, found.word_results, strict=True))


def _run(corners: Any, characters: Any, scale: float) -> Run | None:
    kept = [(text, sure, box) for text, sure, box in characters if len(text) == 1]
    if not kept or sum(sure for _, sure, _ in kept) < LEAST_SURE * len(kept):
        return None
    (x, y), tall = corners.mean(axis=0), _height(corners)
    lefts = tuple(round(float(min(box[0][0], box[3][0])) * scale, 1) for *_, box in kept)
    rights = tuple(round(float(max(box[1][0], box[2][0])) * scale, 1) for *_, box in kept)
    sure = tuple(round(float(one), 2) for _, one, _ in kept)
    text = "".join(text for text, *_ in kept)
    return Run(text, lefts, rights, sure, float(x) * scale, float(y) * scale, tall * TYPE_OF_HEIGHT * scale)


def _height(corners: Any) -> float:
    return (math.dist(corners[0], corners[3]) + math.dist(corners[1], corners[2])) / 2


def _slant(found: Any) -> float:
    """How much the longer lines fall to the right, in heights a width."""
    falls = []
    for corners, _ in _rows(found):
        across, down = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
        if across > LONG * _height(corners):
            falls.append(float(down / across))
    middle = sorted(falls)[len(falls) // 2] if falls else 0.0
    return middle if abs(middle) < MOST_SLANT else 0.0


def _rules(grey: Any, scale: float, slant: float) -> Any:
    """Long thin straight lines, in points."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    dark = (grey < INK).astype(np.uint8)
    long = round(RULE / scale)
    for shape in ((1, long), (long, 1)):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        joined = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
        for left, top, width, height, _ in cv2.connectedComponentsWithStats(joined)[2][1:].tolist():
            length, thickness = max(width, height), min(width, height)
            if thickness * scale <= THICKEST + slant * length * scale and length > STEEP * thickness:
                yield left * scale, top * scale, (left + width) * scale, (top + height) * scale
