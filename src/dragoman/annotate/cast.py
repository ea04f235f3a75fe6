"""The participants of an article: each phrase resolved, and words that refer back tied to somebody named before.

`Cast` reads the whole article once and then answers, for any head word, whom its phrase names. The words up to the head are
read by `who.Phrases`; here come what only syntax and the article can tell:

1. pronouns, "the two sides", "the country" -> somebody named before;
2. the possessor and the of/in/from phrases of a role, which may be pronouns themselves;
3. a surname alone -> the person introduced before; appositions;
4. for things ("Iran's missile tests") whoever possesses or modifies them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from dragoman import records
from dragoman.annotate.memory import COUNTRY_WORDS, HE, IT, SHE, THEY, Memory
from dragoman.annotate.parse import DATELINE, Parsed, Sentence
from dragoman.annotate.persons import NON_STATES
from dragoman.annotate.phrase import core_text, edges, is_definite, modifiers, objects_of
from dragoman.annotate.pieces import NAMED, Setting
from dragoman.annotate.reading import Reading, join, merged, slug
from dragoman.annotate.roles import PERSON
from dragoman.annotate.who import MATERIEL, Phrases
from dragoman.facts.keys import pieces
from dragoman.facts.names import Name

ADJECTIVAL = frozenset({"country", "adjective", "demonym", "metonym", "capital", "organization", "group"})
WE = frozenset({"we", "our", "us", "ours", "i", "my", "me", "ourselves", "myself"})
SAYING = frozenset(
    "say tell add report state announce claim note argue insist maintain declare explain acknowledge confirm deny "
    "assert allege believe estimate warn comment stress emphasize emphasise reiterate tweet write remark suggest "
    "conclude describe reveal disclose testify admit contend think indicate accuse complain predict observe vow "
    "promise speak talk address".split()
)
NOT_COUNTRY_AFTER = frozenset({"backed", "funded", "sponsored", "supported", "aligned", "occupied", "controlled", "based"})
NOT_COUNTRY_BEFORE = frozenset({"pro", "anti", "non"})
MIN_ACRONYM = 2  # letters
FROM = ("of", "in", "from", "for", "at", "inside", "within", "across")


class Cast:
    """The participants of one article. `at` answers for a head word; `entities` lists all that were found."""

    def __init__(self, parsed: Parsed, phrases: Phrases, published: dt.date | None) -> None:
        self.parsed, self.names, self.on = parsed, phrases.names, published
        self._phrases = phrases
        self._hits: dict[int, dict[int, tuple[int, int, tuple[Name, ...]]]] = {}
        self._cache: dict[tuple[int, int], tuple[records.Entity, ...]] = {}
        self._memory = Memory(phrases.names.gender)
        self._acronyms: dict[str, tuple[Sentence, Token]] = {}
        self._by_sentence: dict[int, tuple[records.Entity, ...]] | None = None
        for sentence in parsed.sentences:
            self._hits[sentence.index] = self._find_names(sentence)
        self._setting = Setting(published, self._named())
        for sentence in parsed.sentences:
            if not DATELINE.fullmatch(sentence.span.text):
                self._read(sentence)

    @property
    def entities(self) -> tuple[records.Entity, ...]:
        """Every participant that is named or described, in order of appearance, each mention once."""
        return tuple(m.entity for m in self._memory.mentions if not m.pronoun)

    def in_sentence(self, sentence: Sentence) -> tuple[records.Entity, ...]:
        """The participants of one sentence in order, words that refer back included."""
        if self._by_sentence is None:
            self._by_sentence = self.parsed.by_sentence((m.entity for m in self._memory.mentions), lambda e: e.start or 0)
        return self._by_sentence.get(sentence.index, ())

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

    def _named(self) -> tuple[str, ...]:
        """The states that the article names, the most frequent first."""
        rows = [hit[2][0] for hits in self._hits.values() for at, hit in hits.items() if at == hit[0]]
        counts = Counter(r.code for r in rows if r.kind not in ("organization", "group") and r.code not in ("", *NON_STATES))
        return tuple(code for code, _ in counts.most_common())

    def home(self) -> str | None:
        """The state that the article is set in, or None."""
        return self._memory.home()

    # Reading the article once, in order, so that later words can refer back

    def _read(self, sentence: Sentence) -> None:
        for token in sentence.span:
            if token.is_upper and token.i > 1 and token.nbor(-1).text == "(":
                self._introduce(sentence, token)
            if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.dep_ in ("compound", "appos"):
                continue
            for entity in self.at(sentence, token, dig=False):
                self._memory.add(sentence, token, entity, pronoun=token.pos_ == "PRON")

    def _introduce(self, sentence: Sentence, short: Token) -> None:
        """Keep what an acronym in brackets stands for: "the Institute for Peace (IFP)"."""
        doc, at = short.doc, short.i - 2
        letters = [c for c in short.text if c.isalpha()]
        if len(letters) < MIN_ACRONYM or short.text in self._acronyms or self._hits[sentence.index].get(short.i):
            return
        first = at
        while first >= sentence.span.start and at - first < 2 * len(letters) + 2:
            initials = [t.text[0] for t in doc[first : at + 1] if t.text[:1].isupper()]
            if initials == letters:
                head = doc[first : at + 1].root
                self._acronyms[short.text] = (sentence, head)
                return
            first -= 1

    def _find_names(self, sentence: Sentence) -> dict[int, tuple[int, int, tuple[Name, ...]]]:
        """For each token covered by a known name: the name's first and last token, and its rows."""
        span = sentence.span
        words = [t.text for t in span]
        parts = [" ".join(pieces(w)) for w in words]
        hits: dict[int, tuple[int, int, tuple[Name, ...]]] = {}
        i = 0
        while i < len(words):
            length = self.names.longest(words, i, parts)
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
        back = self._refer(sentence, head)
        if back is not None:
            return tuple(_point(e, sentence, first, last, f"{text!r} refers to {e.text or e.name!r}") for e in back)
        reading = self._read_phrase(sentence, head)
        if reading is None:
            return ()
        if not reading.countries and not reading.person and (is_definite(head) or head.pos_ == "PROPN"):
            named = self._memory.definite(sentence, head, reading.sectors)
            if named is not None:
                return (_point(named, sentence, first, last, f"{text!r} refers to {named.text or named.name!r}"),)
        span = sentence.cut(first, last)
        return tuple(
            records.Entity(
                start=span.start, end=span.end, text=span.text, name=reading.name, country=country,
                sectors=reading.sectors, office=reading.office,
                id=reading.id or slug(reading.name), why="; ".join(reading.why),
            )
            for country in (reading.countries or [None])  # type: ignore[list-item]
        )  # fmt: skip

    def _refer(self, sentence: Sentence, head: Token) -> tuple[records.Entity, ...] | None:
        """Those named before whom a phrase means by its form alone: "both sides", "the latter", "the country", an acronym.

        None: the phrase is not of that form. Empty: it is, and nobody fits.
        """
        several = self._memory.several(sentence, head)
        if several:
            return several
        if head.lower_ in ("latter", "former") and is_definite(head):
            one = self._memory.one_of_two(sentence, head)
            return () if one is None else (one,)
        if head.lemma_.lower() in COUNTRY_WORDS and head.pos_ == "NOUN" and is_definite(head):
            owned = any(c.dep_ == "poss" for c in head.children)
            country = None if owned else self._memory.country(sentence, head)
            return None if owned else () if country is None else (country,)
        if head.text in self._acronyms and head.i not in self._hits[sentence.index]:
            where, full = self._acronyms[head.text]
            return self.at(where, full, dig=False) or None
        return None

    def _modifier(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """A country, organisation or group that stands before a noun: "American pullout", "Taliban attack"."""
        for row in self._country_rows(sentence, token):
            hit = self._hits[sentence.index][token.i]
            doc = token.doc
            span = sentence.cut(doc[hit[0]], doc[hit[1]])
            name = row.name if row.kind in NAMED else None
            why = f"{span.text!r} is a known {row.kind} ({row.source})"
            country, who = row.code or None, row.id or slug(name) if name else None
            at = {"start": span.start, "end": span.end, "text": span.text}
            return (records.Entity(**at, name=name, country=country, sectors=row.sectors, id=who, why=why),)
        return ()

    def _read_phrase(self, sentence: Sentence, head: Token) -> Reading | None:
        """What the phrase's own words say, or None if its head is no participant."""
        text, person = self._core_text(sentence, head)
        reading = self._phrases.core(text, self._setting, person=person)
        if reading is None or (reading.person and not self._may_be_person(head, reading)):
            reading = None
        if (
            reading is not None
            and reading.kind == "city"
            and head.ent_type_ not in ("GPE", "LOC")
            and head.i == sentence.span.start
        ):
            reading = None  # "Rain thwarted the plan" tells of no town
        reading = self._introduced(head, reading)
        if reading is None:
            return None
        materiel = reading.thing and _is_materiel(head)
        if reading.thing and not materiel:
            return None
        self._apply_owner(reading, sentence, head)
        if materiel and not reading.countries:
            return None
        self._apply_apposition(reading, sentence, head)
        return reading

    def _core_text(self, sentence: Sentence, head: Token) -> tuple[str, bool | None]:
        """The words up to the head, a name that holds the head to its end, and whether the recogniser sees a person there."""
        doc = head.doc
        first = min((t.i for t in modifiers(head)), default=head.i)
        last = head.i
        hit = self._hits[sentence.index].get(head.i)
        if hit is not None and not _is_person_name(head, hit):
            first, last = min(first, hit[0]), max(last, hit[1])
        elif head.ent_type_ == "PERSON":
            first = min(first, next((e.start for e in doc.ents if e.start <= head.i < e.end), first))
        person = True if head.ent_type_ == "PERSON" and head.pos_ == "PROPN" and last == head.i else None
        return doc[first : last + 1].text, person

    def _may_be_person(self, head: Token, reading: Reading) -> bool:
        """Whether the article holds a word for somebody's name: the recogniser, a title, the facts, or an earlier mention."""
        if head.pos_ != "PROPN":
            return False
        if head.ent_type_ == "PERSON" or reading.role is not None or reading.known:
            return head.ent_type_ not in ("DATE", "CARDINAL")
        return False

    def _introduced(self, head: Token, reading: Reading | None) -> Reading | None:
        """A last name alone is that of the person introduced with it earlier in the article."""
        alone = (
            (reading is None or reading.kind == "city") and head.text[:1].isupper() and head.ent_type_ not in ("DATE", "CARDINAL")
        )
        alone = alone and not any(c.dep_ in ("compound", "poss", "det") for c in head.children)
        called = head.text if alone else reading.called if reading is not None and reading.person else None
        known = self._memory.surname(called) if called and " " not in called else None
        if known is None:
            return reading
        found = reading or Reading(kind="person", person=True, called=called, why=[PERSON])
        found.name, found.id, found.office, found.known = known.name, known.id, found.office or known.office, True
        found.sectors = (found.sectors if found.role else ()) or known.sectors
        found.countries = [known.country] if known.country else []
        found.why.append(f"surname of {known.text!r}")
        return found

    def _apply_owner(self, reading: Reading, sentence: Sentence, head: Token) -> None:
        """The country, and for a role that yields the sectors, that the possessor or an of/in/from phrase gives."""
        if not reading.countries or (reading.role is not None and set(reading.countries) <= NON_STATES):
            for owner in (c for c in head.children if c.dep_ == "poss"):
                found = [e for e in self.at(sentence, owner) if e.country]
                reading.countries = [] if found else reading.countries  # "China's U.N. ambassador" is China's
                for entity in found:
                    reading.add_country(entity.country, f"possessor {owner.text!r}")
        for word in FROM:
            if reading.countries and not (word == "of" and reading.yields):
                return
            objects = objects_of(head, word)
            found = [e for pobj in objects for e in self.at(sentence, pobj, dig=word == "of")]
            if found:
                join(reading, word, _as_reading(found, objects[0]))

    def _apply_apposition(self, reading: Reading, sentence: Sentence, head: Token) -> None:
        """An apposition's country, role and name: "Gallant, the defence minister of Israel"."""
        for other in head.children:
            if other.dep_ != "appos":
                continue
            inner = self._read_phrase(sentence, other)
            if inner is None or (inner.person and reading.person and inner.name != reading.name):
                continue  # two people side by side, whom the parser took for one
            reading.countries = reading.countries or inner.countries
            reading.sectors = merged(reading.sectors, inner.sectors)
            if inner.person or reading.name is None:
                reading.name = inner.name or reading.name
                reading.id = inner.id or reading.id
            reading.office = reading.office or inner.office
            reading.person = reading.person or inner.person
            if inner.why:
                reading.why.append(f"apposition {other.text!r}: {inner.why[0]}")
            if inner.person and inner.name and head.pos_ == "NOUN":
                reading.office = reading.office or core_text(head)

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
        if word in WE:
            speaker = self._speaker(sentence)
            found: tuple[records.Entity, ...] = () if speaker is None else (speaker,)
        else:
            found = self._ahead(sentence, token) or self._memory.pronoun(sentence, token)
        return tuple(_point(e, sentence, token, token, f"{token.text!r} refers to {e.text!r}") for e in found)

    def _ahead(self, sentence: Sentence, token: Token) -> tuple[records.Entity, ...]:
        """The subject that a pronoun before it means: "In his first visit, the Turkish president ..."."""
        top = token
        while top.head != top and not (top.dep_ in ("prep", "advcl", "npadvmod", "advmod") and top.head.dep_ == "ROOT"):
            top = top.head
        if top.head == top or top.i > top.head.i or any(c.dep_ == "nsubj" and c.i < top.i for c in top.head.children):
            return ()
        subject = next((c for c in top.head.children if c.dep_ in ("nsubj", "nsubjpass") and c.i > token.i), None)
        if subject is None or subject.pos_ == "PRON":
            return ()
        if top.left_edge.i > sentence.span.start + 1:  # only what opens the sentence
            return ()
        found = self.at(sentence, subject, dig=False)
        word = token.lower_
        person = subject.ent_type_ == "PERSON" or (
            any(e.office or PERSON in e.why or e.sectors for e in found) and subject.tag_ == "NN"
        )
        if word in HE | SHE:
            return found if person else ()
        if word in IT:
            return found[:1] if not person else ()
        plural = len(found) > 1 or subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
        return found if word in THEY and plural else ()

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
        return self._memory.person(sentence)

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


def _is_materiel(head: Token) -> bool:
    return head.lemma_.lower() in MATERIEL


def _as_reading(entities: Sequence[records.Entity], word: Token) -> Reading:
    """What the objects of a preposition add to the phrase before it; a state or its seat has no sectors to give."""
    first = entities[0]
    land = first.name is not None and first.office is None and first.sectors in ((), ("GOV",))
    countries = list(dict.fromkeys(e.country for e in entities if e.country))
    return Reading(countries, first.sectors, word.text, kind="country" if land else "role")


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
