"""reelgraph network paths|neighbours|central|brokers|communities: who is joined with whom, and who matters."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from api.cli import output
from api.cli.door import command, day, plain
from api.cli.found import said_in
from api.wiring import House

if TYPE_CHECKING:
    from graph.record import Reader
    from queries.networks import (
        BrokersFound,
        CentralFound,
        CommunitiesFound,
        Hop,
        NeighboursFound,
        PathsFound,
        Selection,
    )

    T = TypeVar("T", PathsFound, NeighboursFound, CentralFound, CommunitiesFound, BrokersFound)
else:
    Selection, T = Any, TypeVar("T")

app = typer.Typer(no_args_is_help=True, help="Networks: paths, neighbours, who matters, communities and the brokers between them.")


class Format(StrEnum):
    table = "table"
    json = "json"
    graphml = "graphml"


class Measure(StrEnum):
    degree = "degree"
    pagerank = "pagerank"
    betweenness = "betweenness"


class Modality(StrEnum):
    asserted = "asserted"
    planned = "planned"
    reported = "reported"


Who = Annotated[str, typer.Argument(metavar="ENTITY", show_default=False, help="A name or an id.")]
FormatOption = Annotated[Format, typer.Option("--format", help="A table, JSON, or GraphML for Gephi, yEd, Cytoscape …")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many at most.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, max=2**31, help="Another seed may give other communities, or another sample.")]
ResolutionOption = Annotated[float, typer.Option("--resolution", min=0.01, max=100, help="More than 1 gives smaller communities.")]
RelationOption = Annotated[list[str], typer.Option("--relation", metavar="NAME", show_default=False, help=(
    "Only this relation, inverse, or derived edge (serves …); may be repeated."))]
TypeOption = Annotated[list[str], typer.Option("--type", metavar="TYPE", show_default=False, help=(
    "Only entities of this type, save where a path or a neighbourhood begins or ends; may be repeated."))]
DirectedOption = Annotated[bool, typer.Option("--directed", help="Relations lead from subject to object alone.")]
ModalityOption = Annotated[list[Modality], typer.Option("--modality", metavar="asserted|planned|reported", help=(
    "How it is said; may be repeated."))]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DAY", show_default=False,
                                                help="What held on that day (YYYY-MM-DD), instead of what is current.")]
KnownAtOption = Annotated[int | None, typer.Option("--known-at", metavar="CHANGE", min=0, show_default=False,
                                                   help="As the record had it at that change number.")]
UntilOption = Annotated[str | None, typer.Option("--published-until", metavar="DAY", show_default=False,
                                                 help="By documents published until that day.")]
ConfidenceOption = Annotated[float | None, typer.Option("--min-confidence", min=0, max=1, show_default=False, help="Of each statement.")]
SourcesOption = Annotated[int | None, typer.Option("--min-sources", min=1, show_default=False, help="Documents behind each statement.")]
_ASSERTED = [Modality.asserted]


def paths(house: House, chosen: Selection, source: Who, target: Who,
          longest: Annotated[int, typer.Option("--longest", min=1, max=6, help="How many hops a path may have.")] = 6,
          extra: Annotated[int, typer.Option("--extra", min=0, max=5, help="Also paths of so many hops more than the shortest has.")] = 0,
          limit: LimitOption = 10, format: FormatOption = Format.table) -> None:
    """The shortest paths between two entities, with the sentence that says each hop."""
    from api import networks as shown
    from queries import networks

    _tell(house, format, lambda reader: networks.paths(reader, house, plain("entity", source), plain("entity", target), chosen,
                                                       longest=longest, extra=extra, limit=limit),
          lambda found: shown.paths(found, evidence=True), _paths)


def neighbours(house: House, chosen: Selection, entity: Who,
               hops: Annotated[int, typer.Option("--hops", min=1, max=4, help="How far.")] = 1,
               limit: LimitOption = 100, format: FormatOption = Format.table) -> None:
    """Those within some hops of an entity, the nearest first."""
    from api import networks as shown
    from queries import networks

    _tell(house, format, lambda reader: networks.neighbours(reader, house, plain("entity", entity), chosen, hops=hops, limit=limit),
          lambda found: shown.neighbours(found, evidence=True), _neighbours)


def central(house: House, chosen: Selection, by: Annotated[Measure, typer.Option("--by", help="The measure.")] = Measure.pagerank,
            limit: LimitOption = 20, seed: SeedOption = 0, format: FormatOption = Format.table) -> None:
    """Who matters most: by degree, PageRank or betweenness."""
    from api import networks as shown
    from queries import networks

    _tell(house, format, lambda reader: networks.central(reader, house, by.value, chosen, limit=limit, seed=seed), shown.central, _central)


def brokers(house: House, chosen: Selection, limit: LimitOption = 20, seed: SeedOption = 0, resolution: ResolutionOption = 1.0,
            format: FormatOption = Format.table) -> None:
    """Who joins pairs of different communities that aren't joined themselves."""
    from api import networks as shown
    from queries import networks

    _tell(house, format, lambda reader: networks.brokers(reader, house, chosen, limit=limit, seed=seed, resolution=resolution),
          shown.brokers, _brokers)


def communities(house: House, chosen: Selection, limit: LimitOption = 20,
                members: Annotated[int, typer.Option("--members", min=0, max=1000, help="How many members of each.")] = 10,
                seed: SeedOption = 0, resolution: ResolutionOption = 1.0, format: FormatOption = Format.table) -> None:
    """Communities by Louvain's method, the largest first, with those of their members who know most others."""
    from api import networks as shown
    from queries import networks

    _tell(house, format, lambda reader: networks.communities(reader, house, chosen, limit=limit, members=members, seed=seed,
                                                             resolution=resolution), shown.communities, _communities)


_NONE: list[str] = []


def _chosen(relation: RelationOption = _NONE, type: TypeOption = _NONE, directed: DirectedOption = False,
            modality: ModalityOption = _ASSERTED, as_of: AsOfOption = None, known_at: KnownAtOption = None,
            published_until: UntilOption = None, min_confidence: ConfidenceOption = None,
            min_sources: SourcesOption = None) -> Selection:
    """What makes the network: the options that all these commands take."""
    from queries.networks import Selection
    from queries.pattern import Filters

    filters = Filters(modality=tuple(dict.fromkeys(one.value for one in modality)), as_of=day("--as-of", as_of), known_at=known_at,
                      published_until=day("--published-until", published_until), min_confidence=min_confidence, min_sources=min_sources)
    return Selection(tuple(plain("relation", one) for one in relation), tuple(plain("type", one) for one in type), directed, filters)


def _selecting(name: str, function: Callable[..., None], *, without: tuple[str, ...] = ()) -> None:
    """Put a command on the command line that takes the options of `_chosen`, all but some, and is given what they choose."""
    options = [one for one in inspect.signature(_chosen, eval_str=True).parameters.values() if one.name not in without]
    own = [one for one in inspect.signature(function, eval_str=True).parameters.values() if one.name != "chosen"]

    def run(house: House, /, **given: Any) -> None:
        function(house, _chosen(**{one.name: given.pop(one.name) for one in options}), **given)

    run.__signature__ = inspect.Signature([one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own, *options)])  # type: ignore[attr-defined]
    run.__doc__ = function.__doc__
    command(app, name)(run)


_selecting("paths", paths)
_selecting("neighbours", neighbours)
_selecting("central", central)
_selecting("brokers", brokers, without=("directed",))
_selecting("communities", communities, without=("directed",))


def _tell(house: House, format: Format, find: Callable[[Reader], T], show: Callable[[T], dict[str, Any]],
          tabulate: Callable[[T], None]) -> None:
    """Find something in one snapshot, and write it in a format."""
    with house.record.reader() as reader:
        with output.working("looking at the network"):
            found = find(reader)
        if format is Format.graphml:
            from graph.exchange.graphml import graphml
            from queries.networks import as_graph

            for line in graphml(as_graph(reader, found)):
                output.write(line)
            return
    if format is Format.json:
        output.line(output.json_text(show(found)))
    else:
        tabulate(found)


# --- tables


def _paths(found: PathsFound) -> None:
    if found.distance is None:
        output.line(f"No path from {found.source.name} to {found.target.name} is short enough.")
        return
    for number, path in enumerate(found.paths):
        if number:
            output.line()
        names = [_name(found, path[0].source), *(_name(found, hop.target) for hop in path)]
        output.line(output.wrapped(f"{len(path)} {'hop' if len(path) == 1 else 'hops'}: " + " – ".join(names)))
        output.write(output.table(("from", "relation", "to", "says so", "where"), [_hop(found, hop) for hop in path]))
    if found.more:
        output.note("There are more: --limit")


def _hop(found: PathsFound, hop: Hop) -> tuple[str, ...]:
    """A hop with what says it best, and how many other links there are."""
    best = hop.joined[0]
    ends = (_name(found, hop.source), _name(found, hop.target))
    told = best.evidence[0] if best.evidence else None
    more = f" (and {hop.links - 1} more)" if hop.links > 1 else ""
    return (ends[0], f"{best.relation} →" if best.forward else f"← {best.relation}", ends[1], f"“{told.quote}”" if told else "",
            (said_in(told) if told else "") + more)


def _neighbours(found: NeighboursFound) -> None:
    through: dict[str, list[str]] = {}
    for hop in found.hops:
        through.setdefault(hop.target, []).extend(
            f"{one.relation} {'→' if one.forward else '←'} {_name(found, hop.source)}" for one in hop.joined)
    rows = [(_name(found, one.entity), _type(found, one.entity), one.distance, one.links,
             "; ".join(dict.fromkeys(_turned(told) for told in through.get(one.entity, [])))) for one in found.near]
    if rows:
        output.write(output.table(("entity", "type", "hops", "links", "joined by"), rows))
    else:
        output.line(f"Nobody is joined with {found.entity.name} in this network.")
    output.note(f"{len(rows)} of {found.reached}")


def _turned(told: str) -> str:
    """`owns → X`, told of X's neighbour: X owns it."""
    relation, arrow, name = told.split(" ", 2)
    return f"{name} {relation} it" if arrow == "→" else f"{relation} {name}"


def _central(found: CentralFound) -> None:
    if not found.first:
        output.line("Nobody is joined with anybody in this network.")
        return
    digits = 0 if found.measure == "degree" else 6
    output.write(output.table(("entity", "type", found.measure, "degree"), [
        (one.entity.name, one.entity.type, f"{one.score:.{digits}f}", one.degree) for one in found.first]))
    sample = f"; estimated from {found.sampled:,} of them" if found.sampled else ""
    output.note(f"{found.arrays.nodes:,} entities, {found.arrays.edges:,} pairs{sample}")


def _brokers(found: BrokersFound) -> None:
    if not found.brokers:
        output.line("Nobody stands between communities in this network.")
        return
    output.write(output.table(("entity", "type", "pairs", "knows of communities"), [
        (entity.name, entity.type, one.pairs, ", ".join(f"{number}: {count}" for number, count in one.knows))
        for entity, one in found.brokers]))
    output.note(f"{len(found.brokers):,} of {len(found.all):,} brokers between {len(found.found.sizes):,} communities")


def _communities(found: CommunitiesFound) -> None:
    if not found.communities:
        output.line("Nobody is joined with anybody in this network.")
        return
    output.write(output.table(("community", "size", "members"), [
        (number, size, ", ".join(one.entity.name for one in members)) for number, size, members in found.communities]))
    output.note(f"{len(found.communities):,} of {len(found.found.sizes):,} communities, modularity {found.found.modularity:.3f}")


def _name(found: PathsFound | NeighboursFound, id_: str) -> str:
    return found.entities[id_].name


def _type(found: PathsFound | NeighboursFound, id_: str) -> str:
    return found.entities[id_].type
