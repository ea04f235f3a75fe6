"""Makes the tables of src/dragoman/facts from resources/facts and, for places, from two packages of GeoNames data.

Everything that people edit is checked here, so that the package reads its tables without asking. The manifest holds the hash of
each table's text: packed bytes differ between versions of zlib, so that only the unpacked ones are compared.
"""

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import build_places
from dragoman.facts.keys import key, sound
from dragoman.facts.officials import FAMILY_NAME_FIRST, SOURCES, index_keys

SOURCE = Path("resources/facts")
TARGET = Path("src/dragoman/facts")
PEOPLE = ("officials.tsv.gz", "regional.tsv.gz", "legislators.tsv.gz", "people.tsv")
LETTERS = {source: letter for letter, source in SOURCES.items()}
ANYWHERE = "*"
NON_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM"})
PARTIAL_DAY = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
INITIAL = re.compile(r" (?:[A-Z]\. ?)+(?=[A-Z])")  # "Donald J. Trump" is written "Donald Trump" as well
KINDS = frozenset({"country", "demonym", "adjective", "capital", "metonym", "organization", "group", "place"})
CASES = frozenset({"exact", "any", "mixed"})
SECTORS = frozenset("AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF".split())
Row = dict[str, str]


def table(path: Path) -> Iterator[tuple[str, Row]]:
    """Each row of a table that people edit, with the place to name in a complaint."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    reader = csv.DictReader(io.StringIO(content.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        where = f"{path.name}:{reader.line_num}"
        if None in row or None in row.values():
            raise ValueError(f"{where}: {len(row)} columns; expected {reader.fieldnames}.")
        if any(cell != cell.strip() for cell in row.values()):
            raise ValueError(f"{where}: a cell begins or ends with white space. Remove it.")
        yield where, row


def encode(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A generated table."""
    return "".join("\t".join(row) + "\n" for row in [header, *rows]).encode()


def _check_sectors(where: str, cell: str) -> None:
    unknown = sorted(set(cell.split()) - SECTORS)
    if unknown:
        raise ValueError(f"{where}: unknown sectors {unknown}. Known: {' '.join(sorted(SECTORS))}.")


def _check_day(where: str, cell: str) -> None:
    try:
        if cell:
            dt.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"{where}: {cell!r} is no date such as 2021-08-15.") from error


def countries(root: Path) -> list[list[str]]:
    """Country values by code. What folds must fold into a value that does not fold itself."""
    found = dict[str, list[str]]()
    folds = dict[str, tuple[str, str]]()
    for where, row in table(root / SOURCE / "countries.tsv"):
        if row["code"] in found:
            raise ValueError(f"{where}: {row['code']} is there twice.")
        _check_sectors(where, row["sectors"])
        _check_day(where, row["valid_from"])
        _check_day(where, row["valid_to"])
        found[row["code"]] = list(row.values())
        if row["folds_into"]:
            folds[row["code"]] = (where, row["folds_into"])
    for code, (where, into) in folds.items():
        if into not in found or into in folds:
            raise ValueError(f"{where}: {code} folds into {into!r}, which is no country value of its own.")
    return [found[code] for code in sorted(found)]


def values(rows: list[list[str]]) -> frozenset[str]:
    """The codes that a record may carry: those that do not fold."""
    return frozenset(row[0] for row in rows if not row[4])


def state_numbers(root: Path, codes: frozenset[str]) -> list[list[str]]:
    """Spells of states in the lists of Correlates of War and of Gleditsch and Ward; one number at a time for each."""
    found = list[list[str]]()
    ends = dict[tuple[str, str], str]()
    for where, row in table(root / SOURCE / "state_numbers.tsv"):
        if row["code"] not in codes or row["system"] not in ("cow", "gw") or not row["number"].isdigit():
            raise ValueError(f"{where}: {row['code']!r}, {row['system']!r} or {row['number']!r} is not known.")
        _check_day(where, row["from"])
        _check_day(where, row["to"])
        if row["to"] and row["to"] < row["from"]:
            raise ValueError(f"{where}: {row['name']!r} ended before it began.")
        of = (row["number"], row["system"])
        if ends.get(of, "") > row["from"]:
            raise ValueError(f"{where}: number {row['number']} of {row['system']} is taken until {ends[of]}.")
        ends[of] = row["to"] or "9999"
        found.append(list(row.values()))
    return found


def given_names(root: Path) -> list[list[str]]:
    """Given names and the gender that they tell."""
    found = dict[str, str]()
    for where, row in table(root / SOURCE / "given_names.tsv"):
        if row["gender"] not in ("f", "m") or found.setdefault(key(row["name"]), row["gender"]) != row["gender"]:
            raise ValueError(f"{where}: gender {row['gender']!r} of {row['name']!r} must be f or m, and one only.")
    return [[name, found[name]] for name in sorted(found)]


def _folder(rows: list[list[str]]) -> Callable[[str], str]:
    """From an ISO code to the value that a record carries for it."""
    folds = {row[0]: row[4] or row[0] for row in rows} | {"XKX": "KOS"}
    return lambda code: folds.get(code, "")


def names(root: Path, codes: frozenset[str]) -> list[list[str]]:
    """Names by key; rows of one key in order of rank, and a sense that has ended after those that hold."""
    seen = dict[tuple[str, ...], str]()
    best = dict[tuple[str, ...], tuple[tuple[object, ...], list[str]]]()
    for where, row in table(root / SOURCE / "names.tsv"):
        _check_name(where, row, codes)
        same = (row["phrase"], row["code"], row["sectors"], row["valid_from"], row["kind"])
        if same in seen:
            raise ValueError(f"{where}: {row['phrase']!r} is there already, in {seen[same]}.")
        seen[same] = where
        at = key(row["phrase"])
        cells = [row[c] for c in NAME_COLUMNS[1:]]
        # Spellings that share a key are one row: the one that asks for the fewest capitals stands for all
        sense = (at, *cells[1:7])
        order = (at, int(row["rank"]), bool(row["valid_to"]), row["valid_from"], sum(map(str.isupper, row["phrase"])), *cells)
        if sense not in best or _capitals(order) < _capitals(best[sense][0]):
            best[sense] = (order, [at, *cells])
    return [cells for _, cells in sorted(best.values(), key=lambda found: found[0])]


def _capitals(order: tuple[object, ...]) -> tuple[object, ...]:
    return order[4:]


def _check_name(where: str, row: Row, codes: frozenset[str]) -> None:
    if row["kind"] not in KINDS or row["case"] not in CASES or row["rank"] not in ("1", "2", "3"):
        raise ValueError(f"{where}: kind {row['kind']!r}, case {row['case']!r} or rank {row['rank']!r} is not known.")
    if row["code"] and row["code"] not in codes:
        raise ValueError(f"{where}: {row['code']!r} is no country value. Write the value that it folds into.")
    if not key(row["phrase"]) or not row["name"] or not row["source"] or not row["license"]:
        raise ValueError(f"{where}: phrase, name, source and license may not be empty.")
    _check_sectors(where, row["sectors"])
    _check_day(where, row["valid_from"])
    _check_day(where, row["valid_to"])


def titles(root: Path) -> list[list[str]]:
    """Roles by key."""
    found = dict[str, list[str]]()
    for where, row in table(root / SOURCE / "titles.tsv"):
        _check_sectors(where, row["sectors"])
        if row["person"] != "1" or row["yields"] not in ("0", "1"):
            raise ValueError(f"{where}: {row['phrase']!r} needs person 1 (a role that cannot act is left out) and yields 0 or 1.")
        cells = [row["sectors"], row["yields"]]
        if found.setdefault(key(row["phrase"]), cells) != cells:
            raise ValueError(f"{where}: {row['phrase']!r} has other values in another spelling.")
    return [[at, *found[at]] for at in sorted(found)]


def officials(root: Path, codes: frozenset[str]) -> list[list[str]]:
    """Spells in office, once for the name and for each alias, sorted by its key."""
    spells = [(where, row) for name in PEOPLE for where, row in table(root / SOURCE / name)]
    for where, row in spells:
        _check_official(where, row, codes)
    found = set[tuple[str, ...]]()
    for row, identifier in _identified([row for _, row in spells]):
        cells = (*(row[c] for c in OFFICIAL_COLUMNS[1:-2]), identifier, LETTERS[row["source"]])
        keys = {key(name) for whole in _names(row) for name in (whole, INITIAL.sub(" ", whole))}
        found.update((at, *cells) for at in keys)
    return [list(cells) for cells in sorted(found)]


def _identified(rows: list[Row]) -> Iterator[tuple[Row, str]]:
    """Each spell with its person's id: Wikidata's, or our own slug if no source has one.

    A source without numbers takes the one that others give to this name in this country: to the same name or alias, to one that
    sounds the same, to a longer form of it ("Daniel Noboa" is "Daniel Noboa Azin"), or, for somebody who serves no state, to the
    only bearer of the name anywhere. Two bearers leave it open.
    """
    known = dict[tuple[str, str], set[str]]()
    longer = dict[tuple[str, str], list[tuple[frozenset[str], str]]]()
    for row in rows:
        if not row["wikidata_id"]:
            continue
        for name in _names(row):
            for country in (row["country"], ANYWHERE):
                known.setdefault((key(name), country), set()).add(row["wikidata_id"])
            words = key(name).split()
            if len(words) > 2:
                longer.setdefault((row["country"], words[0]), []).append((frozenset(words), row["wikidata_id"]))
        if row["office_class"] != "legislator":  # too many to tell them apart by sound
            known.setdefault(("~" + sound(row["name"]), row["country"]), set()).add(row["wikidata_id"])
    for row in rows:
        at, country = key(row["name"]), row["country"]
        numbers = known.get((at, country)) or known.get(("~" + sound(at), country)) or set[str]()
        if not numbers and len(at.split()) > 1:
            parts = frozenset(at.split())
            numbers = {number for whole, number in longer.get((country, at.split()[0]), ()) if parts < whole}
        if not numbers and country in NON_STATES:
            numbers = known.get((at, ANYWHERE), set())
        slug = f"{at}.{country}".replace(" ", "-").lower()
        yield row, row["wikidata_id"] or (next(iter(numbers)) if len(numbers) == 1 else slug)


def _names(row: Row) -> list[str]:
    """The name and the aliases that may be believed: sources mix in other people's names, which share no last name with it."""
    name = key(row["name"]).split()
    shared = 2 if row["country"] in FAMILY_NAME_FIRST else 1
    aliases = [alias for alias in row["aliases"].split("|") if alias]
    if row["source"] == "own":
        return [row["name"], *aliases]
    sounds = set(sound(row["name"]).split())
    good = []
    for alias in aliases:
        words = key(alias).split()
        ends = words and (words[-1] in name or sound(words[-1]) in sounds or name[-1] in words)
        if ends and len(set(sound(alias).split()) & sounds) >= min(shared, len(words)):
            good.append(alias)
    return [row["name"], *good]


def _check_official(where: str, row: Row, codes: frozenset[str]) -> None:
    _check_sectors(where, row["sectors"])
    if row["country"] not in codes:
        raise ValueError(f"{where}: {row['country']!r} is no country value. Write the value that it folds into.")
    if row["source"] not in LETTERS:
        raise ValueError(
            f"{where}: source {row['source']!r} is none of {', '.join(LETTERS)}. Add it to SOURCES of facts/officials.py."
        )
    if not all(PARTIAL_DAY.fullmatch(row[c]) for c in ("start", "end", "as_of")):
        raise ValueError(f"{where}: {row['start']!r}, {row['end']!r} and {row['as_of']!r} must be 2021, 2021-08 or 2021-08-15.")
    if row["end"] and row["start"] > row["end"] + "-99":
        raise ValueError(f"{where}: {row['name']!r} left office before taking it.")


def officials_index(rows: list[list[str]]) -> list[list[str]]:
    """Last names and sounds of the people in office, each with the keys of the names that have it."""
    found = dict[str, set[str]]()
    for at, _, country, _, office_class, *_ in rows:
        for entry in index_keys(at, country, lawmaker=office_class == "legislator"):
            found.setdefault(entry, set()).add(at)
    return [[entry, "|".join(sorted(found[entry]))] for entry in sorted(found)]


OFFICIAL_COLUMNS = ("key", "name", "country", "office", "office_class", "sectors", "start", "end", "as_of", "id", "source")
NAME_COLUMNS = ("key", "phrase", "kind", "code", "sectors", "name", "valid_from", "valid_to", "case", "rank", "source")
NUMBER_COLUMNS = ("code", "system", "number", "name", "from", "to")
COUNTRY_COLUMNS = ("code", "name", "valid_from", "valid_to", "folds_into", "sectors")


def facts(root: Path) -> dict[Path, bytes]:
    """The tables of the package and their manifest."""
    lands = countries(root)
    codes = values(lands)
    people = officials(root, codes)
    tables = {
        "countries.tsv": encode(COUNTRY_COLUMNS, lands),
        "officials.tsv": encode(OFFICIAL_COLUMNS, people),
        "officials_index.tsv": encode(("entry", "keys"), officials_index(people)),
        "names.tsv": encode(NAME_COLUMNS, names(root, codes)),
        "places.tsv": encode(build_places.COLUMNS, build_places.places(table(root / SOURCE / "places_own.tsv"), _folder(lands))),
        "state_numbers.tsv": encode(NUMBER_COLUMNS, state_numbers(root, frozenset(row[0] for row in lands))),
        "given_names.tsv": encode(("name", "gender"), given_names(root)),
        "titles.tsv": encode(("key", "sectors", "yields"), titles(root)),
    }
    origins = {row["file"]: row for _, row in table(root / SOURCE / "origins.tsv")}
    files = {
        name: {
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": content.count(b"\n") - 1,
            "source": origins[name]["source"],
            "license": origins[name]["license"],
            "date": origins[name]["date"],
        }
        for name, content in tables.items()
    }
    licences = {f"{name}.license": (root / SOURCE / _licence(name)).read_bytes() for name in tables}
    manifest = json.dumps({"files": files}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    packed = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in tables.items()}
    written = {**packed, **licences, "MANIFEST.json": manifest.encode()}
    return {TARGET / name: content for name, content in written.items()}


def _licence(name: str) -> str:
    """Where the licence of a generated table is written: beside the table that people edit."""
    return "officials.tsv.gz.license" if name.startswith("officials") else f"{name}.license"


BUILDERS = [facts]
