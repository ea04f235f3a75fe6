"""A user's own actors: what they add, what they stand before and when, and every mistake that a file can have."""

import datetime as dt
from pathlib import Path

import pytest

from dragoman.annotate.who import Phrases
from dragoman.errors import ConfigError
from dragoman.facts import Names, load_gazetteer, load_names, load_names_with
from dragoman.facts.officials import USER
from dragoman.facts.own import OwnActor, load_own
from dragoman.records import Entity

# Invented, but for Hamas and Diego Molano, who stand in the package's own tables
ACTORS = """\
name,alias,kind,country,sector,office,from,to,id
The Harbour Brigade,HBX|Brigade of the Harbour,,Kenya,MIL prm,,2023-05,2024,
Night Wardens,,Group,pri,REB,,,,own:wardens

Hamas,,,USA,AGR,,2022-06,2022,
National Guard of Arn,,,,,,,,
Red Fleet,,,KEN,MIL,,2020,2020,
Red Fleet,,,UGA,REB,,2021,,
Aurelia Vantongeren,Dona Relia Vantong,,KEN,GOV,governor of the Mint,2021,2021-08,
Aurelia Vantongeren,,,KEN,LEG,speaker of the Diet,2021-09-01,,
Ismo Quillfeather,,person,Soviet Union,MIL,,,,
Diego Molano,,,FRA,GOV,envoy,2022-06,2022-07-15,
,,,,,,,,
"""
VALUES = {"KEN": "KEN", "KENYA": "KEN", "PRI": "USA"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Names:
    path = tmp_path_factory.mktemp("own") / "actors.csv"
    path.write_text(ACTORS, encoding="utf-8")
    return load_names_with(path)


def csv(folder: Path, content: str | bytes, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def actors(folder: Path, content: str | bytes) -> tuple[OwnActor, ...]:
    return load_own(csv(folder, content), VALUES).actors


def identified(names: Names, phrase: str, on: str | None = None) -> Entity:
    return Phrases(names, load_gazetteer()).identify(phrase, dt.date.fromisoformat(on) if on else None)


def seen(found: Entity) -> tuple[str | None, str, str | None]:
    return found.country, " ".join(found.sectors), found.name


# What a file adds


@pytest.mark.parametrize(
    ("phrase", "on", "expected"),
    [
        # both bounds of coarse dates are inclusive
        ("the Harbour Brigade", "2023-04-30", (None, "MIL", "Harbour Brigade")),
        ("the Harbour Brigade", "2023-05-01", ("KEN", "MIL PRM", "The Harbour Brigade")),
        ("the Harbour Brigade", "2024-12-31", ("KEN", "MIL PRM", "The Harbour Brigade")),
        ("the Harbour Brigade", "2025-01-01", (None, "MIL", "Harbour Brigade")),
        ("the Harbour Brigade", None, (None, "MIL", "Harbour Brigade")),
        # aliases, with their capitals
        ("HBX", "2024-01-01", ("KEN", "MIL PRM", "The Harbour Brigade")),
        ("Brigade of the Harbour", "2024-01-01", ("KEN", "MIL PRM", "The Harbour Brigade")),
        ("hbx", "2024-01-01", (None, "", None)),
        # whose they are, and a dependency that is its state's
        ("a spokesman for the Night Wardens", "2024-01-01", ("USA", "REB", None)),
        ("Night Wardens", None, ("USA", "REB", "Night Wardens")),
        # terms one after the other
        ("the Red Fleet", "2020-12-31", ("KEN", "MIL", "Red Fleet")),
        ("the Red Fleet", "2021-01-01", ("UGA", "REB", "Red Fleet")),
        # before a row of the package on its own days, and not on others
        ("Hamas", "2022-05-31", ("PSE", "REB PTY", "Hamas")),
        ("Hamas", "2022-06-01", ("USA", "AGR", "Hamas")),
        ("Hamas", "2023-01-01", ("PSE", "REB PTY", "Hamas")),
        # people
        ("Aurelia Vantongeren", "2021-08-31", ("KEN", "GOV", "Aurelia Vantongeren")),
        ("Aurelia Vantongeren", "2021-09-01", ("KEN", "LEG", "Aurelia Vantongeren")),
        ("Dona Relia Vantong", "2021-01-01", ("KEN", "GOV", "Aurelia Vantongeren")),
        ("Kenyan governor Vantongeren", "2021-01-01", ("KEN", "GOV", "Aurelia Vantongeren")),
        ("Ismo Quillfeather", "2024-01-01", ("RUS", "MIL", "Ismo Quillfeather")),
        ("Diego Molano", "2022-05-31", ("COL", "GOV MIL", "Diego Molano")),
        ("Diego Molano", "2022-07-15", ("FRA", "GOV", "Diego Molano")),
        ("Diego Molano", "2022-07-16", ("COL", "GOV MIL", "Diego Molano")),
        # a name may be all that is told
        ("National Guard of Arn", None, (None, "", "National Guard of Arn")),
        # what the file does not name is as before
        ("the president of Mali", None, ("MLI", "GOV", None)),
    ],
)
def test_own_actors_stand_before_the_package_s_on_their_days(
    own: Names, phrase: str, on: str | None, expected: tuple[str | None, str, str | None]
) -> None:
    assert seen(identified(own, phrase, on)) == expected


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("HBX", f"'HBX' is a known organization ({USER} actors.csv, row 2)"),
        ("Night Wardens", f"'Night Wardens' is a known group ({USER} actors.csv, row 3)"),
        ("National Guard of Arn", f"({USER} actors.csv, row 6)"),  # row 4 is blank and counts
        ("Aurelia Vantongeren", f"speaker of the Diet of KEN from 2021-09-01, no end known ({USER} actors.csv, row 10)"),
    ],
)
def test_the_reason_names_the_row_of_the_file(own: Names, phrase: str, why: str) -> None:
    assert why in identified(own, phrase, "2024-01-01").why


@pytest.mark.parametrize(
    ("phrase", "identifier"),
    [("HBX", "the-harbour-brigade.ken"), ("Night Wardens", "own:wardens"), ("Aurelia Vantongeren", "aurelia-vantongeren.ken")],
)
def test_ids_are_the_file_s_or_made_of_name_and_country(own: Names, phrase: str, identifier: str) -> None:
    assert identified(own, phrase, "2024-01-01").id == identifier


def test_the_package_s_names_stay_as_they_are(own: Names) -> None:
    assert seen(identified(load_names(), "HBX", "2024-01-01")) == (None, "", None)
    assert own.signature.startswith(f"{load_names().signature}+own@")


def test_the_signature_changes_with_the_file_and_only_with_it(tmp_path: Path) -> None:
    contents = ("name\nRed Fleet\n", "name\nRed Fleet\n", "name\nRed Fleets\n", "name\n")
    one, same, other, none = (load_names_with(csv(tmp_path, text, f"{n}.csv")).signature for n, text in enumerate(contents))
    assert one == same != other
    assert none == load_names().signature


# How a file may be written


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ("office,kind\nRed Fleet,,", "organization"),
        ("office,kind\nAnn Lee,minister,", "person"),
        ("office,kind\nRed Fleet,flagship,GROUP", "group"),
        ("office,kind\nAnn Lee,,Person", "person"),
        ("country,sector\nRed Fleet,,", "organization"),
    ],
)
def test_a_row_without_a_kind_is_a_person_if_it_has_an_office(tmp_path: Path, cells: str, kind: str) -> None:
    assert [actor.kind for actor in actors(tmp_path, f"name,{cells}\n")] == [kind]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2021", "2021", ("2021-01-01", "2021-12-31")),
        ("2024-02", "2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-12", "2023-12", ("2023-12-01", "2023-12-31")),
        ("2021-08-15", "2021-08", ("2021-08-15", "2021-08-31")),
        ("1800", "9999", ("1800-01-01", "9999-12-31")),
        ("", "", ("None", "None")),
        (" 2021 ", "", ("2021-01-01", "None")),
    ],
)
def test_years_and_months_are_whole(tmp_path: Path, start: str, end: str, days: tuple[str, str]) -> None:
    (actor,) = actors(tmp_path, f"name,from,to\nRed Fleet,{start},{end}\n")
    assert (str(actor.start), str(actor.end)) == days


@pytest.mark.parametrize(
    "content",
    [
        "name,country\nRed Fleet,KEN\n",
        "\ufeffname,country\nRed Fleet,KEN\n",
        "country,name\r\nken,Red Fleet\r\n",
        "\n\nname,country\n\n , \n,\nRed Fleet,Kenya",
        '"name","country"\n" Red\n Fleet ","KEN"\n',
        "name,alias,country,sector\nRed Fleet,||,KEN,\n",
    ],
)
def test_order_marks_blank_rows_and_white_space_make_no_difference(tmp_path: Path, content: str) -> None:
    (actor,) = actors(tmp_path, content)
    assert (actor.names, actor.country, actor.sectors) == (("Red Fleet",), "KEN", ())


def test_names_and_sectors_are_taken_once(tmp_path: Path) -> None:
    (actor,) = actors(tmp_path, "name,alias,sector\nThe Fleet,Fleet| RF |The Fleet,mil GOV MIL\n")
    assert (actor.names, actor.sectors) == (("The Fleet", "Fleet", "RF"), ("MIL", "GOV"))


@pytest.mark.parametrize(
    "rows",
    [
        "Red Fleet,KEN,2020,2021,\nRed Fleet,PRI,2022,,",  # one after the other
        "Red Fleet,KEN,,,\nRed Fleet,KEN,2021,,",  # the same said twice
        "Red Fleet,KEN,,,a\nRed Fleet,PRI,,,b",  # two of one name
        "Ann Lee,KEN,,,wd:Q1\nAnn Lee,PRI,,,wd:Q1",  # one in two countries, as of a bank that several share
        "Red Fleet,KEN,,,\nRed Fleets,PRI,,,",
    ],
)
def test_terms_that_do_not_contradict_each_other(tmp_path: Path, rows: str) -> None:
    assert len(actors(tmp_path, f"name,country,from,to,id\n{rows}\n")) == 2


def test_a_name_that_two_countries_share_is_settled_by_the_news(tmp_path: Path) -> None:
    names = load_names_with(csv(tmp_path, "name,country,sector,id\nRed Fleet,KEN,MIL,a\nRed Fleet,UGA,REB,b\n"))
    phrases = Phrases(names, load_gazetteer())
    assert phrases.identify("the Red Fleet", None).country is None
    assert "left open between Red Fleet (KEN), Red Fleet (UGA)" in phrases.identify("the Red Fleet", None).why
    assert phrases.identify("the Red Fleet", None, "UGA").id == "b"


@pytest.mark.parametrize(
    ("phrase", "on", "expected"),
    [
        ("the Harbour Brigade", "2023-12-31", ("KEN", "REB", "Harbour Brigade")),
        ("HBX", "2024-01-01", ("KEN", "MIL", "Harbour Brigade")),
        ("Defence Minister Okafor", "2024-03-01", ("KEN", "GOV MIL", "Jane Okafor")),
        ("Jane A. Okafor", "2025-09-01", ("KEN", "ELI", "Jane Okafor")),
        ("Ugandan minister Jane Okafor", "2024-03-01", ("UGA", "GOV", "Jane Okafor")),
    ],
)
def test_the_example_of_the_page_does_what_the_page_says(
    tmp_path: Path, phrase: str, on: str, expected: tuple[str, str, str]
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    names = load_names_with(csv(tmp_path, page.split("## Your own actors\n")[1].split("```\n")[1]))
    assert seen(identified(names, phrase, on)) == expected


# Mistakes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", r"lacks the column 'name'\. Its first row must name columns out of name, alias, kind, country"),
        ("\n \n", "lacks the column 'name'"),
        ("country,sector\nKEN,GOV\n", "lacks the column 'name'"),
        ("name,name\na,b\n", "has a column twice"),
        ("name,land,Sector\na,b,c\n", r"has the unknown columns \['land', 'Sector'\]\. Its first row must name columns out of"),
        ("name;country\na;b\n", r"unknown columns \['name;country'\]"),
        (
            "name,country\n\nRed Fleet,Ruritania\n",
            r"^own\.csv, row 3: country 'Ruritania' is not known\. Write a code such as FRA",
        ),
        ("name,sector\nRed Fleet,MIL NAVY gov X\n", r"row 2: sector 'NAVY X' is not known\. Allowed: AGR BUS COP CRM"),
        ("name,kind\nRed Fleet,Ship\n", r"row 2: kind 'ship' is not known\. Allowed: person, organization, group, or nothing\."),
        ("name,from\nRed Fleet,May 2021\n", r"row 2: from 'May 2021' is no date\. Write 2021, 2021-08 or 2021-08-15"),
        ("name,to\nRed Fleet,2021-02-30\n", "row 2: to '2021-02-30' is no date"),
        ("name,to\nRed Fleet,2021-13\n", "row 2: to '2021-13' is no date"),
        ("name,from\nRed Fleet,２０２１\n", "row 2: from '２０２１' is no date"),
        ("name,from\nRed Fleet,1799-12-31\n", r"row 2: from '1799-12-31' is no date\. .*not before 1800, or nothing"),
        ("name,from,to\nRed Fleet,2021-08-15,2021-07\n", "row 2: to '2021-07' lies before from '2021-08-15'"),
        ("name,country\nRed Fleet\n", "row 2: it has more or fewer cells than the first row"),
        ("name,country\nRed Fleet, Kenyan, KEN\n", r"row 2: it has more .* Put cells with commas in double quotes\."),
        ("name,country\n,KEN\n", "row 2: name '' and its aliases must have letters or digits"),
        ("name\n?!\n", r"row 2: name '\?!' and its aliases must"),
        ("name,alias\nRed Fleet,RF|--\n", "row 2: name 'Red Fleet' and its aliases must"),
        (f"name\n{'a' * 301}\n", r"row 2: name has 301 characters; at most 300 are allowed\."),
        (f"name,alias\nRed Fleet,{'RF|' * 200}{'a' * 1_001}\n", "row 2: alias has 1,001 characters; at most 300"),
        (f"name,office\nAnn Lee,{'a' * 200_000}\n", r"row 2: this is no CSV \(field larger than field limit"),
        ('name\n"Red" Fleet\n', r"row 2: this is no CSV \(.*\)\. Close each double quote, and write it twice within a cell\."),
        ('name,country\nRed Fleet,KEN\n"Red Fleet,KEN\n', r"row 3: this is no CSV \(unexpected end of data\)"),
        ('"name" x\nRed Fleet\n', "row 1: this is no CSV"),
        ("name\nFlottë\n".encode("latin-1"), r"is not in UTF-8 \(byte 10\)\. Save it as CSV in UTF-8\."),
        ("name\nRed Fleet\n".encode("utf-16"), r"is not in UTF-8 \(byte 0\)"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5\x55", "is not in UTF-8"),  # a workbook
        (b"\x00\x00\n\x00", r"unknown columns \['\\x00\\x00'\]"),
    ],
)
def test_a_mistake_is_named_with_its_row_and_what_is_allowed(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_names_with(csv(tmp_path, content))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Red Fleet,KEN,,,\nAnn Lee,KEN,,,\nRed Fleet,PRI,2021,,", r"row 2 and row 4: the terms of 'Red Fleet' overlap"),
        ("Red Fleet,KEN,2021,,\nRed Fleet,PRI,,2021-01-01,", r"row 3 and row 2: .* End the first before the second begins"),
        ("Red Fleet,KEN,2020,2020,\nthe Red-Fleet,PRI,2020-12-31,,", "row 2 and row 3"),
        # a longer term before the last one
        ("Red Fleet,KEN,2000,2030,\nRed Fleet,KEN,2005,2006,\nRed Fleet,PRI,2010,2011,", "row 2 and row 4"),
        ("Red Fleet,KEN,,,a\n\nRed Fleet,,,,", None),
        ("Red Fleet,KEN,,,\nRed Fleet,PRI,,,", "row 2 and row 3: .* if they are two who share a name, give each an id"),
    ],
)
def test_terms_that_overlap_are_named_with_both_rows(tmp_path: Path, rows: str, said: str | None) -> None:
    path = csv(tmp_path, f"name,country,from,to,id\n{rows}\n", "my, own.csv")
    if said is None:
        assert load_own(path, VALUES).actors
        return
    with pytest.raises(ConfigError, match=rf"^my, own\.csv, {said}"):
        load_own(path, VALUES)


def test_overlapping_terms_of_one_id_in_one_country(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"row 2 and row 3: the terms of 'Ann Lee' overlap"):
        actors(tmp_path, "name,country,sector,office,id\nAnn Lee,KEN,GOV,judge,wd:Q1\nA. Lee,KEN,JUD,Judge,wd:Q1\n")


@pytest.mark.parametrize(("name", "said"), [("none.csv", r"cannot be read \(No such file or directory\)"), (".", "is no file")])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"^--facts '.*' {said}\. Give a CSV file"):
        load_names_with(tmp_path / name)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.facts.own_rows.MAX_BYTES", 1_000)
    assert actors(tmp_path, f"name\nRed Fleet\n{' ' * 983}\n")
    with pytest.raises(ConfigError, match=r"is larger than 1,000 bytes\. Keep only the rows that are needed\."):
        actors(tmp_path, f"name\nRed Fleet\n{' ' * 986}\n")
