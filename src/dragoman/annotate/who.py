"""Who: the participants of an article, each phrase resolved to country, sectors, name and office as of the day of the news.

`Cast` reads the whole article once and then answers, for any head word, whom its phrase names. A phrase is resolved by a
cascade; each stage is engaged only if the one before found nothing, and the reason names it:

1. pronoun or "the two sides" -> somebody named before;
2. a known name (country, organisation, armed group) that covers the head word;
3. a role word ("minister", "troops") -> sectors, with the country of its modifiers, possessor, or of/in/from phrase;
4. a person's name -> the office holder of that day, or the same surname earlier in the article, or the apposition;
5. for other nouns ("Iran's missile tests") whoever possesses or modifies them.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from dragoman import records
from dragoman.annotate.memory import COUNTRY_WORDS, PERSON, Memory, fold
from dragoman.annotate.parse import DATELINE, Parsed, Sentence
from dragoman.annotate.phrase import core_text, edges, is_definite, modifiers, objects_of, person_name
from dragoman.facts.names import Name, Names

NAMED = frozenset({"country", "organization", "group", "metonym", "capital", "place"})
ADJECTIVAL = frozenset({"country", "adjective", "demonym", "metonym", "capital", "organization", "group"})
WE = frozenset({"we", "our", "us", "ours", "i", "my", "me", "ourselves", "myself"})
SAYING = frozenset(
    "say tell add report state announce claim note argue insist maintain declare explain acknowledge confirm deny "
    "assert allege believe estimate warn comment stress emphasize emphasise reiterate tweet write remark suggest "
    "conclude describe reveal disclose testify admit contend think indicate accuse complain predict observe vow "
    "promise".split()
)
FORMER = frozenset({"former", "ex", "ousted", "deposed", "retired", "late", "onetime", "exiled", "erstwhile"})
NOT_COUNTRY_AFTER = frozenset({"backed", "funded", "sponsored", "supported", "aligned", "occupied", "controlled", "based"})
NOT_COUNTRY_BEFORE = frozenset({"pro", "anti", "non"})
# Arms that act for the forces of their country: "Turkish aircraft struck"
MATERIEL = frozenset(
    "aircraft airplane artillery bomber destroyer drone fighter fleet frigate gunboat gunship helicopter jet missile "
    "plane rocket submarine tank vessel warplane warship".split()
)
FROM = ("of", "in", "from", "for", "at", "inside", "within", "across")


@dataclass(slots=True)
class Reading:
    """What the words of one phrase say before they are made an Entity."""

    countries: list[str] = field(default_factory=list)
    sectors: tuple[str, ...] = ()
    name: str | None = None
    office: str | None = None
    id: str | None = None
    person: bool = False
    why: list[str] = field(default_factory=list)

    def add_country(self, country: str | None, source: str) -> None:
        """Take a country once, with what gives it."""
        if country and country not in self.countries:
            self.countries.append(country)
            self.why.append(f"{source} gives {country}")


class Cast:
    """The participants of one article. `at` answers for a head word; `entities` lists all that were found."""

    def __init__(self, parsed: Parsed, names: Names, published: dt.date | None) -> None:
        self.parsed, self.names, self.on = parsed, names, published
        self._hits: dict[int, dict[int, tuple[int, int, tuple[Name, ...]]]] = {}
        self._cache: dict[tuple[int, int], tuple[records.Entity, ...]] = {}
        self._memory = Memory()
        for sentence in parsed.sentences:
            self._hits[sentence.index] = self._find_names(sentence)
            if not DATELINE.fullmatch(sentence.span.text):
                self._read(sentence)

    @property
    def entities(self) -> tuple[records.Entity, ...]:
        """Every participant that is named or described, in order of appearance, each mention once."""
        return tuple(m.entity for m in self._memory.mentions)

    def at(self, sentence: Sentence, token: Token, *, dig: bool = True) -> tuple[records.Entity, ...]:
        """Whom the phrase headed by this token names; several where it joins countries ("US and French officials").

        With `dig`, a noun that is no participant ("Iran's missile tests") yields its possessor or modifier.
        """
        key = (sentence.index, token.i)
        if key not in self._cache:
            self._cache[key] = ()  # a word that refers back to itself ("we, who say that we...") ends here
            self._cache[key] = self._resolve(sentence, token)
        found = self._cache[key]
        return found if found or not dig else self._dig(sentence, token, depth=0)

    def home(self) -> str | None:
        """The state that the article is set in, or None."""
        return self._memory.home()

    # Reading the article once, in order, so that later words can refer back

    def _read(self, sentence: Sentence) -> None:
        for token in sentence.span:
            if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.dep_ in ("compound", "appos"):
                continue
            found = self.at(sentence, token, dig=False)
            if not found or token.pos_ == "PRON":
                continue
            for entity in found:
                self._memory.add(sentence, token, entity)

    def _find_names(self, sentence: Sentence) -> dict[int, tuple[int, int, tuple[Name, ...]]]:
        """For each token covered by a known name: the name's first and last token, and its rows."""
        span = sentence.span
        words = [t.text for t in span]
        hits: dict[int, tuple[int, int, tuple[Name, ...]]] = {}
        i = 0
        while i < len(words):
            length = self.names.longest(words, i)
            rows = self.names.lookup(span[i : i + length].text, self.on) if length else ()
            if not rows or not _may_be_name(span[i : i + length]) or _is_part(span, i, length, rows):
                i += 1
                continue
            for k in range(i, i + length):
                hits[span.start + k] = (span.start + i, span.start + i + length - 1, rows)
            i += length
        return hits

    # Resolving one phrase

    def _resolve(self, sentence: Sentence, head: Token) -> tuple[records.Entity, ...]:
        if head.pos_ == "PRON" or head.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return self._pronoun(sentence, head)
        if head.dep_ in ("amod", "compound", "nmod", "npadvmod"):
            return self._modifier(sentence, head)
        first, last = edges(head)
        text = sentence.cut(first, last).text
        both = self._memory.both(sentence, head)
        if both:
            return tuple(_point(e, sentence, first, last, f"{text!r} refers to {e.text!r}") for e in both)
        if head.lemma_.lower() in COUNTRY_WORDS and head.pos_ == "NOUN" and is_definite(head):
            country = self._memory.country(sentence, head)
            return () if country is None else (_point(country, sentence, first, last, f"{text!r} is the country named last"),)
        reading = self._read_phrase(sentence, head)
        if reading is None:
            return ()
        if not reading.countries:
            back = self._definite(sentence, head, reading)
            if back is not None:
                return (_point(back, sentence, first, last, f"{text!r} refers to {back.text or back.name!r}"),)
        span = sentence.cut(first, last)
        return tuple(
            records.Entity(
                start=span.start, end=span.end, text=span.text, name=reading.name, country=country,
                sectors=reading.sectors, office=reading.office,
                id=reading.id or _slug(reading.name), why="; ".join(reading.why),
            )
            for country in (reading.countries or [None])  # type: ignore[list-item]
        )  # fmt: skip

    def _modifier(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """A country, organisation or group that stands before a noun: "American pullout", "Taliban attack"."""
        for row in self._country_rows(sentence, token):
            hit = self._hits[sentence.index][token.i]
            doc = token.doc
            span = sentence.cut(doc[hit[0]], doc[hit[1]])
            name = row.name if row.kind in NAMED else None
            why = f"{span.text!r} is a known {row.kind} ({row.source})"
            country, who = row.code or None, _slug(name)
            at = {"start": span.start, "end": span.end, "text": span.text}
            return (records.Entity(**at, name=name, country=country, sectors=row.sectors, id=who, why=why),)
        return ()

    def _read_phrase(self, sentence: Sentence, head: Token) -> Reading | None:
        """What the phrase's own words say, or None if its head is no participant."""
        hit = self._hits[sentence.index].get(head.i)
        reading = Reading()
        if hit is not None and _is_person_name(head, hit):
            hit = None
        if hit is not None:
            self._apply_name(reading, hit[2], sentence, hit)
        title = None if reading.name and head.pos_ == "PROPN" else self._title(head)  # "Islamic State" is no state's government
        if title is not None:
            phrase, sectors = title
            reading.sectors = _merge(sectors, reading.sectors)
            reading.why.append(f"role word {phrase!r}" + (f" is {' '.join(sectors)}" if sectors else ""))
            if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
                reading.office = phrase
        if hit is None and head.pos_ == "PROPN" and (head.ent_type_ == "PERSON" or title is not None or self._is_surname(head)):
            self._apply_person(reading, sentence, head)
        if not reading.why and head.lemma_.lower() in MATERIEL:
            self._apply_country(reading, sentence, head)
            if reading.countries:
                reading.sectors = _merge(("MIL",), reading.sectors)
                reading.why.append(f"{head.text!r} stands for the forces that use it")
        if not reading.why:
            return None
        if not reading.countries:
            self._apply_country(reading, sentence, head)
        self._apply_apposition(reading, sentence, head)
        if reading.sectors and any(t.lower_ in FORMER for t in modifiers(head)):
            reading.sectors = _merge(("ELI",), tuple(s for s in reading.sectors if s != "GOV"))
            reading.why.append("'former' makes a former official")
        return reading

    def _apply_name(
        self, reading: Reading, rows: Sequence[Name], sentence: Sentence, hit: tuple[int, int, tuple[Name, ...]]
    ) -> None:
        row = next((r for r in rows if r.kind in NAMED), rows[0])
        if row.kind == "adjective":
            return
        if row.code:
            reading.countries = [row.code]
        reading.sectors = row.sectors
        reading.name = row.name
        reading.id = getattr(row, "id", None) or None
        words = sentence.span.doc[hit[0] : hit[1] + 1].text
        reading.why.append(f"{words!r} is a known {row.kind} ({row.source})")

    def _apply_person(self, reading: Reading, sentence: Sentence, head: Token) -> None:
        name = person_name(head)
        if not name:
            return
        reading.person = True
        known = self._memory.surname(name) if " " not in name else None
        if known is not None:
            reading.name, reading.id, reading.office = known.name, known.id, reading.office or known.office
            reading.sectors = reading.sectors or known.sectors
            reading.countries = [known.country] if known.country else []
            reading.why.append(f"surname of {known.text!r}")
            return
        reading.name = name
        reading.why.append(PERSON)
        offices = self.names.officials(name, self.on)
        office = offices[0] if offices else self.names.leader(name, self.on) if " " not in name else None
        if office is None:
            former = self.names.officials(name, self.on, former=True)[:1]
            if not former:
                return
            office = former[0]
            reading.sectors = reading.sectors or ("ELI",)  # a role that the text itself gives stands
            reading.why.append("out of office on that day")
        else:
            reading.sectors = _merge(reading.sectors, office.sectors)
            reading.office = office.office
        reading.name = office.name
        reading.countries = [office.country] if office.country else []
        reading.id = office.id
        reading.why.append(office.why)

    def _is_surname(self, head: Token) -> bool:
        """A last name alone that the recogniser missed: somebody introduced before, or a leader of that day."""
        if head.ent_type_ in ("DATE", "GPE", "CARDINAL") or any(c.dep_ in ("compound", "poss", "det") for c in head.children):
            return False
        return self._memory.surname(head.text) is not None or self.names.leader(head.text, self.on) is not None

    def _apply_country(self, reading: Reading, sentence: Sentence, head: Token) -> None:
        """The country that modifiers, else the possessor, else an of/in/from phrase gives to a role or person."""
        for token in modifiers(head):
            for row in self._country_rows(sentence, token):
                reading.add_country(row.code, repr(token.text))
                if row.kind in ("organization", "group"):
                    role_first = not self.names.yields(head.lemma_.lower())  # a "Hamas official" is no GOV of a state
                    both = (reading.sectors, row.sectors) if role_first else (row.sectors, ())
                    reading.sectors = _merge(*both)
        if not reading.countries:
            for owner in (c for c in head.children if c.dep_ == "poss"):
                for entity in self.at(sentence, owner):
                    reading.add_country(entity.country, f"possessor {owner.text!r}")
        for word in FROM:
            if reading.countries:
                return
            for pobj in objects_of(head, word):
                for entity in self.at(sentence, pobj, dig=word == "of"):
                    reading.add_country(entity.country, f"'{word} {pobj.text}'")

    def _apply_apposition(self, reading: Reading, sentence: Sentence, head: Token) -> None:
        """An apposition's country, role and name: "Gallant, the defence minister of Israel"."""
        for other in head.children:
            if other.dep_ != "appos":
                continue
            inner = self._read_phrase(sentence, other)
            if inner is None:
                continue
            reading.countries = reading.countries or inner.countries
            reading.sectors = _merge(reading.sectors, inner.sectors)
            if inner.person or reading.name is None:
                reading.name = inner.name or reading.name
                reading.id = inner.id or reading.id
            reading.office = reading.office or inner.office
            reading.person = reading.person or inner.person
            if inner.why:
                reading.why.append(f"apposition {other.text!r}: {inner.why[0]}")
            if inner.person and inner.name and head.pos_ == "NOUN":
                reading.office = reading.office or core_text(head)

    def _title(self, head: Token) -> tuple[str, tuple[str, ...]] | None:
        """The longest role phrase that ends at the head word, or stands before a person's name."""
        left = [t for t in modifiers(head) if t.dep_ in ("amod", "compound", "nmod", "nummod")]
        for words in ([*left, head], left):
            for end in range(len(words), 0, -1):
                if end < len(words) and words is not left:
                    break
                for start in range(max(0, end - 4), end):
                    chosen = words[start:end]
                    phrase = " ".join([*(t.lower_ for t in chosen[:-1]), chosen[-1].lemma_.lower()])
                    sectors = self.names.title(phrase)
                    if sectors is not None:
                        return " ".join(t.text for t in chosen), sectors
            if head.pos_ != "PROPN":
                break
        return None

    def _country_rows(self, sentence: Sentence, token: Token) -> Iterator[Name]:
        """Rows that give this modifier's country, unless it says whose friend or foe somebody is ("Iran-backed")."""
        hit = self._hits[sentence.index].get(token.i)
        if hit is None or hit[1] != token.i:
            return
        doc = token.doc
        after = [doc[k].lower_ for k in range(token.i + 1, min(token.i + 3, len(doc)))]
        before = [doc[k].lower_ for k in range(max(0, hit[0] - 2), hit[0])]
        if after[:1] == ["-"] and after[1:] and after[1] in NOT_COUNTRY_AFTER:
            return
        if (NOT_COUNTRY_BEFORE & set(before) and "-" in before) or (before[-1:] and before[-1].rstrip("-") in NOT_COUNTRY_BEFORE):
            return
        for row in hit[2]:
            if row.kind in ADJECTIVAL and row.code:
                yield row
                return

    # Words that refer back

    def _pronoun(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        word = token.lower_
        if token.tag_ in ("WP", "WDT", "WP$") or word in ("who", "which", "that"):
            verb = token.head if token.head.dep_ == "relcl" else token.head.head
            if verb.dep_ == "relcl" and verb.head.i != token.i:
                return self.at(sentence, verb.head, dig=False)
            return ()
        found = self._speaker(sentence) if word in WE else self._memory.pronoun(sentence, token)
        if found is None:
            return ()
        return (_point(found, sentence, token, token, f"{token.text!r} refers to {found.text!r}"),)

    def _speaker(self, sentence: Sentence) -> records.Entity | None:
        """Who says "we" or "I": the subject of the sentence's own reporting verb, else of the last one before."""
        for near in reversed(self.parsed.sentences[max(0, sentence.index - 3) : sentence.index + 1]):
            for verb in near.span:
                if verb.pos_ != "VERB" or verb.lemma_.lower() not in SAYING:
                    continue
                for subject in verb.children:
                    if subject.dep_ == "nsubj" and subject.lower_ not in WE:
                        found = self.at(near, subject, dig=False)
                        return found[0] if found else None
        return None

    def _definite(self, sentence: Sentence, head: Token, reading: Reading) -> records.Entity | None:
        """Whom "the president" or "the government" means: the participant with that office, or that body, named before."""
        if reading.person or head.tag_ in ("NNS", "NNPS"):
            return None
        if not is_definite(head) and head.pos_ != "PROPN":
            return None
        return self._memory.office(head.lemma_) or self._memory.body(head.lemma_)

    def _dig(self, sentence: Sentence, head: Token, depth: int) -> tuple[records.Entity, ...]:
        """Whoever possesses, makes or modifies a thing: "Iran's missile tests", "the leaders of Mali", "Russian bombers"."""
        if depth > 2 or head.pos_ in ("PRON", "VERB", "AUX"):
            return ()
        for child in head.children:
            if child.dep_ == "poss":
                found = self.at(sentence, child, dig=False) or self._dig(sentence, child, depth + 1)
                if found:
                    return found
        for child in modifiers(head):
            for row in self._country_rows(sentence, child):
                first, last, _ = self._hits[sentence.index][child.i]
                span = sentence.cut(child.doc[first], child.doc[last])
                why = f"{span.text!r} gives {row.code} to {head.text!r}"
                return (
                    records.Entity(
                        start=span.start, end=span.end, text=span.text, country=row.code, sectors=row.sectors, why=why
                    ),
                )
        for word in ("by", "of") if depth else ("by", *FROM, "against", "on", "to"):
            for pobj in objects_of(head, word):
                found = self.at(sentence, pobj, dig=False) or self._dig(sentence, pobj, depth + 1)
                if found:
                    return found
        return ()


def _point(entity: records.Entity, sentence: Sentence, first: Token, last: Token, why: str) -> records.Entity:
    span = sentence.cut(first, last)
    return entity.model_copy(update={"start": span.start, "end": span.end, "text": span.text, "why": f"{why}: {entity.why}"})


def _is_person_name(head: Token, hit: tuple[int, int, tuple[Name, ...]]) -> bool:
    """A country or city word inside a longer person's name ("Paris Hilton", "Jordan Peterson")."""
    if head.ent_type_ != "PERSON" or hit[2][0].kind in ("organization", "group"):
        return False
    name = next((e for e in head.doc.ents if e.start <= head.i < e.end), None)
    return name is not None and len(name) > hit[1] - hit[0] + 1


def _is_part(span: Span, i: int, length: int, rows: tuple[Name, ...]) -> bool:
    """Whether a body's name is only the end of a longer one: "Northern Resistance Movement" is no "Resistance Movement"."""
    if i == 0 or rows[0].kind not in ("group", "organization"):
        return False
    before, last = span[i - 1], span[i + length - 1]
    return before.pos_ == "PROPN" and before.dep_ == "compound" and before.head == last and before.ent_type_ != "NORP"


def _may_be_name(span: Span) -> bool:
    first = span[0]
    return bool(first.text[:1].isupper() or first.text[:1].isdigit() or first.pos_ == "PROPN" or first.ent_type_ == "NORP")


def _slug(name: str | None) -> str | None:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or None if name else None


def _merge(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
