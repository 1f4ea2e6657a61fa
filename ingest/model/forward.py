"""The forward pass of the neural parts in plain numpy: token vectors, and the names that they show.

The same function as the model's own layers, several times as fast: what depends on a word alone is kept (the hashed embedding and
the first layer), matrix products are numpy's, on one thread, and names are decided for all tokens at once. The last bits of a product
depend on how many rows it has, so a word's first layer is made by itself, and what is read together is one document: the same
document gives the same bits, whatever was read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

Floats = NDArray[np.float32]

PASS = 4096
"""The most rows that go through the layers at once."""
_KEPT = 40_000
"""Words whose first layer is kept; then all are forgotten."""


class Unknown(ValueError):
    """A model that isn't built as this file expects."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """A maxout layer with its norm: weights as (inputs, pieces × outputs)."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Any, norm: Any) -> _Layer:
        out, pieces, width = (maxout.get_dim(name) for name in ("nO", "nP", "nI"))
        by_piece = maxout.get_param("W").reshape(out, pieces, width).transpose(1, 0, 2).reshape(pieces * out, width)
        bias = maxout.get_param("b").reshape(out, pieces).T.reshape(pieces * out)
        return cls(_floats(by_piece.T), _floats(bias), _floats(norm.get_param("G")), _floats(norm.get_param("b")))

    def __call__(self, rows: Floats) -> Floats:
        return self.rest(rows @ self.weights)

    def one_by_one(self, rows: Floats) -> Floats:
        """Each row by itself, so that it is the same whatever stands beside it."""
        return self.rest(np.matmul(rows[:, None, :], self.weights)[:, 0, :])

    def rest(self, product: Floats) -> Floats:
        width = self.scale.shape[0]
        product += self.bias
        best = np.maximum(product[:, :width], product[:, width:2 * width])
        for at in range(2 * width, product.shape[1], width):
            np.maximum(best, product[:, at:at + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.square(best).mean(axis=1, keepdims=True)
        spread += np.float32(1e-8)
        best *= np.reciprocal(np.sqrt(spread))
        best *= self.scale
        best += self.shift
        return best


class Vectors:
    """Token vectors as a tok2vec model of hashed embeddings and window layers makes them."""

    def __init__(self, model: Any) -> None:
        nodes = list(model.walk())
        named = {name: [node for node in nodes if node.name == name] for name in ("hashembed", "maxout", "layernorm", "extract_features")}
        maxouts, norms = _by_depth(model, "maxout"), _by_depth(model, "layernorm")
        windows = [node.attrs["window_size"] for node in nodes if node.name == "expand_window"]
        pads = [node.attrs["pad"] for node in nodes if "pad" in node.attrs]
        if len(named["extract_features"]) != 1 or len(maxouts) != len(norms) or len(windows) != len(maxouts) - 1 or set(windows) != {1}:
            raise Unknown("the token vectors are not made of hashed embeddings and windows of one word")
        self.columns = list(named["extract_features"][0].attrs["columns"])
        self._tables = [(node.ops, node.attrs["column"], node.attrs["seed"], node.get_param("E"))
                        for node in sorted(named["hashembed"], key=lambda node: node.attrs["column"])]
        self._first, *self._layers = [_Layer.of(maxout, norm) for maxout, norm in zip(maxouts, norms, strict=True)]
        self._pad = max(pads)
        self.width = self._first.scale.shape[0]
        if len(self._tables) != len(self.columns) or self._pad < len(self._layers):
            raise Unknown("the token vectors have columns without a table")
        self._place: dict[bytes, int] = {}
        self._kept = np.zeros((0, self.width), dtype=np.float32)

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """A row a token, for each document."""
        rows = self._embedded([np.ascontiguousarray(doc.to_array(self.columns)).reshape(len(doc), -1) for doc in docs])
        places = []
        at = self._pad
        for doc in docs:
            places.append((at, at + len(doc)))
            at += len(doc) + self._pad
        spread = np.zeros((at, self.width), dtype=np.float32)
        begin = 0
        for (start, end) in places:
            spread[start:end] = rows[begin:begin + end - start]
            begin += end - start
        told = self._encoded(spread)
        return [told[start:end] for start, end in places]

    def _encoded(self, spread: Floats) -> Floats:
        """All window layers. What is longer goes through in passes that overlap by as much as the windows reach."""
        if len(spread) <= PASS:
            return self._passed(spread)
        reach = len(self._layers)
        told = np.empty_like(spread)
        for start in range(0, len(spread), PASS):
            begin, end = max(0, start - reach), min(len(spread), start + PASS)
            told[start:end] = self._passed(spread[begin:end + reach])[start - begin:end - begin]
        return told

    def _passed(self, spread: Floats) -> Floats:
        rows, width = spread.copy(), spread.shape[1]
        window = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer in self._layers:
            window[1:, :width] = rows[:-1]
            window[:, width:2 * width] = rows
            window[:-1, 2 * width:] = rows[1:]
            rows += layer(window)
        return rows

    def _embedded(self, told: list[NDArray[Any]]) -> Floats:
        """The first layer of each token: kept by what it depends on."""
        features = np.concatenate([part.astype(np.uint64, copy=False) for part in told])
        size = features.shape[1] * 8
        raw = features.tobytes()
        keys = [raw[at:at + size] for at in range(0, len(raw), size)]
        place = self._place
        if missing := [number for key, number in dict(zip(keys, range(len(keys)))).items() if key not in place]:
            if len(place) + len(missing) > _KEPT:
                place.clear()
                self._kept = self._kept[:0]
                missing = list(dict(zip(keys, range(len(keys)))).values())
            self._keep(keys, missing, features[missing])
        return self._kept[[place[key] for key in keys]]

    def _keep(self, keys: Sequence[bytes], missing: Sequence[int], features: NDArray[np.uint64]) -> None:
        parts = []
        for ops, column, seed, table in self._tables:
            hashed = ops.hash(np.ascontiguousarray(features[:, column]), seed) % table.shape[0]
            parts.append(ops.gather_add(table, hashed))
        count = len(self._place)
        if count + len(missing) > len(self._kept):
            grown = np.zeros((max(1024, 2 * (count + len(missing))), self.width), dtype=np.float32)
            grown[:count] = self._kept[:count]
            self._kept = grown
        self._kept[count:count + len(missing)] = self._first.one_by_one(np.concatenate(parts, axis=1))
        for number, at in enumerate(missing, start=count):
            self._place[keys[at]] = number


class Names:
    """The names that a names component sees: its greedy decisions, made for all tokens at once.

    Outside of a name a decision depends on the token alone; inside, on the token, the one before it and the name's first one, and only
    two moves are allowed: the name goes on or ends here.
    """

    def __init__(self, component: Any) -> None:
        model = component.model
        inner, _, linear = model.get_ref("tok2vec").layers
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        if lower.get_dim("nF") != 3 or lower.get_dim("nP") != 2 or linear.name != "linear" or model.attrs["unseen_classes"]:
            raise Unknown("the names component has other features")
        self._vectors = Vectors(inner)
        places, out, pieces, width = lower.get_param("W").shape
        by_piece = lower.get_param("W").astype(np.float64).transpose(0, 2, 1, 3).reshape(places * pieces * out, width)
        self._features = _floats((by_piece @ linear.get_param("W")).T)
        self._bias = _floats(by_piece @ linear.get_param("b"))
        self._hidden = out
        self._pads = [_floats(pad.T.reshape(-1)) for pad in lower.get_param("pad")[0]]
        self._lower_bias = _floats(lower.get_param("b").T.reshape(-1))
        self._upper = _floats(upper.get_param("W").T)
        self._upper_bias = _floats(upper.get_param("b"))
        self._moves(component)

    def _moves(self, component: Any) -> None:
        names = [component.moves.get_class_name(number) for number in range(component.moves.n_moves)]
        if len(names) != len(self._upper_bias):
            raise Unknown("the names component has moves without a score")
        numbers = {name: number for number, name in enumerate(names)}
        outside = [number for number, name in enumerate(names) if name == "O" or (name[:2] in ("B-", "U-") and name[2:])]
        self._outside = [names[number] for number in outside]
        self._begins = np.array([name[0] == "B" for name in self._outside])
        self._starts = np.array([name[0] != "O" for name in self._outside])
        self._outer = np.ascontiguousarray(self._upper[:, outside])
        self._outer_bias = self._upper_bias[outside]
        inside = [(numbers[f"I-{name[2:]}"], numbers[f"L-{name[2:]}"]) if name[0] == "B" else (0, 0) for name in self._outside]
        self._in = np.array([first for first, _ in inside])
        self._last = np.array([last for _, last in inside])

    def __call__(self, docs: Iterable[Doc]) -> Iterator[tuple[Doc, list[tuple[int, int, str]]]]:
        """Each document with its names: first token, behind the last one, label."""
        for part in _portions(docs):
            held = [doc for doc in part if len(doc)]
            found = iter(self._found(held) if held else [])
            for doc in part:
                yield doc, next(found) if len(doc) else []

    def _found(self, docs: Sequence[Doc]) -> list[list[tuple[int, int, str]]]:
        tokens = np.concatenate(self._vectors(docs))
        ends = np.cumsum([len(doc) for doc in docs])
        width = 2 * self._hidden
        features = tokens @ self._features
        features += self._bias
        hidden = features[:, :width] + self._pads[1] + self._pads[2] + self._lower_bias
        scores = np.maximum(hidden[:, :self._hidden], hidden[:, self._hidden:]) @ self._outer
        scores += self._outer_bias
        scores[np.ix_(ends - 1, self._begins)] = -np.inf
        if (spaces := np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)).any():
            scores[np.ix_(spaces, self._starts)] = -np.inf
        best = scores.argmax(axis=1)
        lasts = self._ends(best, features, ends)
        return [self._read(best, lasts, int(end) - len(doc), int(end)) for doc, end in zip(docs, ends)]

    def _ends(self, best: NDArray[np.intp], features: Floats, ends: NDArray[Any]) -> dict[int, int]:
        """Where each name that begins at a token ends, as if it were the one to begin there: the number of its last token."""
        width, hidden = 2 * self._hidden, self._hidden
        first = np.flatnonzero(self._begins[best])
        bound = ends[np.searchsorted(ends, first, side="right")] - 1
        at = first + 1
        found: dict[int, int] = {}
        while len(first):
            told = features[at, :width] + features[first, width:2 * width] + features[at - 1, 2 * width:] + self._lower_bias
            state = np.maximum(told[:, :hidden], told[:, hidden:])
            goes, stops = self._in[best[first]], self._last[best[first]]
            on = (state * self._upper[:, goes].T).sum(axis=1) + self._upper_bias[goes]
            off = (state * self._upper[:, stops].T).sum(axis=1) + self._upper_bias[stops]
            open_ = ((on > off) | ((on == off) & (goes < stops))) & (at < bound)
            found.update(zip(first[~open_].tolist(), at[~open_].tolist()))
            first, bound, at = first[open_], bound[open_], at[open_] + 1
        return found

    def _read(self, best: NDArray[np.intp], lasts: dict[int, int], start: int, end: int) -> list[tuple[int, int, str]]:
        found = []
        free = start
        for at in (start + np.flatnonzero(self._starts[best[start:end]])).tolist():
            if at >= free:
                free = lasts.get(at, at) + 1
                found.append((at - start, free - start, self._outside[best[at]][2:]))
        return found


def _portions(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Documents in portions of some thousand tokens."""
    held: list[Doc] = []
    count = 0
    for doc in docs:
        held.append(doc)
        count += len(doc)
        if count > PASS:
            yield held
            held, count = [], 0
    if held:
        yield held


def _floats(values: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(values, dtype=np.float32)


def _by_depth(model: Any, name: str) -> list[Any]:
    """The layers of a name in the order in which they are applied."""
    if model.name == name:
        return [model]
    return [found for layer in model.layers for found in _by_depth(layer, name)]
