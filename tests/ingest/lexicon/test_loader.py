from __future__ import annotations

import pytest

from graph.errors import OntologyError
from graph.ontology import ontology
from ingest.lexicon.loader import frames, load

GOOD = 'relation = "owns"\n\n[[verb]]\nlemmas = ["own"]\nsubject = "subj"\nobject = "obj"\n'


def test_every_relation_of_the_ontology_has_a_file() -> None:
    assert {line.relation for line in frames()} == set(ontology().relations)


def test_a_line_is_found_by_its_words() -> None:
    [line] = load({"owns.toml": GOOD}, ontology()).verbs["own"]
    assert (line.rule, line.places) == ("owns.verb.1", {"subject": ("subj",), "object": ("obj",)})


@pytest.mark.parametrize(("change", "told"), [
    (("owns", "possesses"), "first line must name"),
    (("[[verb]]", "[[verbs]]"), "unknown verbs"),
    (('subject = "subj"', 'colour = "subj"'), "unknown colour"),
    (('lemmas = ["own"]', ""), "needs lemmas"),
    (('object = "obj"', 'object = "obj"\ntypes.object = ["Castle"]'), "types.object is unknown"),
    (('object = "obj"', 'object = "obj"\nneed = ["colour"]'), "set or need"),
    (('"subj"', "subj"), "Invalid value"),
])
def test_what_it_does_not_know_is_refused_by_name(change: tuple[str, str], told: str) -> None:
    with pytest.raises(OntologyError, match=told):
        load({"owns.toml": GOOD.replace(*change)}, ontology())
