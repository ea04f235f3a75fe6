"""Temperature, calibration error and thresholds on chances made by hand."""

import numpy as np

from calibration import calibration_error, curve, softmax, temperature, thresholds


def test_logits_that_are_too_sure_are_cooled() -> None:
    right = np.array([0, 0, 0, 1])
    sure = np.array([[9.0, 0.0]] * 4)  # right three times of four, but said with a chance near 1
    heat = temperature(sure, right)
    assert heat > 2
    assert calibration_error(softmax(sure / heat), right) < calibration_error(softmax(sure), right)


def test_an_honest_chance_has_no_error() -> None:
    assert calibration_error(np.array([[0.75, 0.25]] * 4), np.array([0, 0, 0, 1])) < 1e-9


def test_a_threshold_is_where_enough_are_right() -> None:
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.6, 0.4], [0.55, 0.45]])
    assert thresholds(chances, np.array([0, 0, 0, 0, 1]), ["ASSAULT"]) == {"ASSAULT": 0.55}  # four of five
    assert thresholds(chances, np.array([0, 0, 1, 1, 1]), ["ASSAULT"]) == {"ASSAULT": 0.8}
    assert thresholds(chances, np.array([1, 1, 1, 1, 1]), ["ASSAULT"]) == {"ASSAULT": 0.9}  # never: as high as may be


def test_recall_falls_and_precision_counts_only_what_is_said() -> None:
    chances = np.array([[0.9, 0.05, 0.05], [0.3, 0.2, 0.5]])
    rows = {row["threshold"]: row for row in curve(chances, np.array([0, 0]))}
    assert (rows[0.1]["precision"], rows[0.1]["recall"]) == (1, 1)
    assert (rows[0.5]["precision"], rows[0.5]["recall"]) == (1, 0.5)
