"""Invented news for the benchmarks: stories over days, told by several outlets, with copies, cut copies and revised figures.

`archive` gives reports in order of publication, the same every time. A sentence is written together with the claims that it
carries, so `claims_of` needs no reading model: it is the generator's own knowledge of what it wrote. People, firms and outlets
are invented; towns are real, so that a reader finds them in its gazetteer.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from onrecord.model import (
    Actor,
    AidClaim,
    Claim,
    EventClaim,
    Evidence,
    FigureClaim,
    QuoteClaim,
    Report,
    Source,
    UnknownClaim,
    When,
    Where,
)  # fmt: skip

PER_DAY = 280
COPIED = 0.33
"""Share of reports that are copies of one of the last two days: half of them whole, the others cut."""

COUNTRIES = {
    "NOR": ("Norway", 60.0, 8.0, "Bergen Bodo Narvik Molde"),
    "PHL": ("the Philippines", 12.0, 122.0, "Cebu Davao Iloilo Baguio"),
    "KEN": ("Kenya", 0.5, 38.0, "Kisumu Nakuru Garissa Lamu"),
    "PER": ("Peru", -9.0, -75.0, "Puno Piura Cusco Iquitos"),
    "IND": ("India", 21.0, 78.0, "Patna Guwahati Kochi Surat"),
    "BRA": ("Brazil", -10.0, -53.0, "Belem Recife Manaus Natal"),
    "TUR": ("Turkey", 39.0, 35.0, "Izmir Van Kayseri Adana"),
    "UKR": ("Ukraine", 49.0, 32.0, "Kharkiv Odesa Sumy Lviv"),
    "IDN": ("Indonesia", -2.0, 118.0, "Palu Padang Ambon Medan"),
    "NGA": ("Nigeria", 9.0, 8.0, "Kano Jos Maiduguri Lokoja"),
    "MOZ": ("Mozambique", -18.0, 35.0, "Beira Nampula Tete Pemba"),
    "NPL": ("Nepal", 28.0, 84.0, "Pokhara Dharan Janakpur Ilam"),
    "HTI": ("Haiti", 19.0, -72.0, "Jacmel Gonaives Jeremie Hinche"),
    "SDN": ("Sudan", 15.0, 30.0, "Kassala Nyala Geneina Kosti"),
    "JPN": ("Japan", 36.0, 138.0, "Sendai Kobe Nagano Oita"),
    "FRA": ("France", 46.0, 2.0, "Lyon Nantes Lille Toulouse"),
    "CHL": ("Chile", -30.0, -71.0, "Arica Temuco Iquique Valdivia"),
    "YEM": ("Yemen", 15.0, 48.0, "Taiz Hodeidah Marib Aden"),
    "GRC": ("Greece", 39.0, 22.0, "Patras Volos Chania Larissa"),
    "BGD": ("Bangladesh", 24.0, 90.0, "Sylhet Khulna Barisal Rangpur"),
}  # fmt: skip
GOODS = "tents|water pumps|field hospitals|wheat|medicines|boats|blankets|generators|rescue teams|search dogs".split("|")
HAPPENINGS = {
    "flood": ("floods", "FL"), "quake": ("an earthquake", "EQ"), "storm": ("a storm", "TC"), "fire": ("a factory fire", None),
    "clash": ("clashes", None), "ferry": ("the sinking of a ferry", None), "fever": ("an outbreak of fever", "EP"),
    "landslide": ("a landslide", "LS"),
}  # fmt: skip
_PARTS = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]
_DETAILS = (
    "market bridge harbour school railway mosque church hospital depot mill reservoir tunnel stadium quarry warehouse archive "
    "cannery orchard barracks lighthouse clinic tannery library refinery sawmill vineyard aqueduct courthouse ropeway bakery"
).split()
_ADJECTIVES = (
    "old new northern southern crowded narrow deserted shuttered flooded guarded damaged remote steep muddy noisy silent "
    "half-built wooden brick leased rented unlit unpaved busy dusty frozen windy tidal disused"
).split()
_DEEDS = (
    "carried blankets to|kept watch over|queued outside|searched for relatives near|cleared rubble from|handed out bread at|"
    "blocked the road to|slept on the floor of|took photographs of|brought fuel to|held a prayer at|counted the damage at|"
    "drove past|repaired the roof of|pumped water out of|argued with guards at|painted slogans on|waited for news by"
).split("|")
_PEOPLE = (
    "Shopkeepers Students Soldiers Fishermen Nurses Villagers Volunteers Drivers Engineers Farmers Teachers Traders".split()
)
_SAID = (
    "We have not seen anything like this in {n} years|Nobody warned us before the {d} went|We need {g} more than promises|"
    "My family lost the {d} and {n} animals|The {a} road is still closed to us|They told us to wait {n} hours by the {d}|"
    "Help came late to the {d}|We will rebuild the {a} {d} ourselves|There are {n} of us in one room|"
    "Send {g} before the week is out"
).split("|")

Spoken = tuple[str, list[tuple[type[Claim], dict[str, Any]]]]


@dataclass
class _Story:
    """What stays the same of a story, and the figures told last."""

    kind: str
    country: str
    town: str
    names: list[str]
    figures: dict[str, int]
    left: int
    day: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def hazard(self) -> str | None:
        return HAPPENINGS[self.kind][1]

    @property
    def where(self) -> Where:
        _, lat, lon, _ = COUNTRIES[self.country]
        return Where(self.town, self.town, self.country, None, lat, lon, "exact")

    @property
    def state(self) -> Actor:
        return Actor(_named(self.country), _named(self.country).removeprefix("the "), self.country, "GOV")


def _named(country: str) -> str:
    return COUNTRIES[country][0]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_PARTS, k=chance.randint(2, 3))).capitalize()


def archive(count: int) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """Reports with their claims, in order of publication; the same every time."""
    chance = random.Random(11)
    outlets = [
        f"{_word(chance)} {chance.choice(('Post', 'Herald', 'Times', 'Mirror', 'Daily', 'Courier'))}" for _ in range(250)
    ]
    agencies = [f"{_word(chance)} News Agency" for _ in range(6)]
    stories: list[_Story] = []
    recent: list[tuple[Report, tuple[Claim, ...]]] = []
    for number in range(count):
        day = (date(2031, 1, 1) + timedelta(days=number // PER_DAY)).isoformat()
        outlet = chance.choice(outlets)
        if number % PER_DAY == 0:
            stories = [story for story in stories if story.left > 0]
            for story in stories:
                _next_day(story, chance)
        if recent and chance.random() < COPIED:
            made = _copy(chance, *chance.choice(recent), day, outlet)
        else:
            if len(stories) < 45 or chance.random() < 0.04:
                stories.append(_new_story(chance))
            story = stories[min(int(chance.expovariate(0.09)), len(stories) - 1)]
            made = _report(chance, story, day, outlet, chance.choice(agencies) if chance.random() < 0.4 else None)
        recent = [*recent[-2 * PER_DAY :], made]
        yield made


def _new_story(chance: random.Random) -> _Story:
    country = chance.choice(list(COUNTRIES))
    town = chance.choice(COUNTRIES[country][3].split())
    scale = chance.choice((3, 10, 40, 200))
    figures = {
        "deaths": scale,
        "injured": scale * 4,
        "displaced": scale * 90,
        "homes_destroyed": scale * 7,
        "missing": scale // 2,
    }
    names = [_word(chance) for _ in range(14)]
    return _Story(chance.choice(list(HAPPENINGS)), country, town, names, figures, int(chance.paretovariate(0.9)) + 1)


def _next_day(story: _Story, chance: random.Random) -> None:
    """A day later: most tolls rise, some are put lower."""
    story.left -= 1
    for metric in story.figures:
        story.figures[metric] = max(1, round(story.figures[metric] * chance.choice((0.9, 1, 1, 1.1, 1.3))))


def _copy(
    chance: random.Random, report: Report, claims: tuple[Claim, ...], day: str, outlet: str
) -> tuple[Report, tuple[Claim, ...]]:
    paragraphs = report.text.split("\n\n")
    kept = len(paragraphs) if chance.random() < 0.5 else max(3, len(paragraphs) - chance.randint(1, 3))
    text = "\n\n".join(paragraphs[:kept])
    copy = _as_report(report.title or "", text, day, outlet, report.agency)
    carried = (claim for claim in claims if claim.evidence[0].end <= len(text))
    return copy, tuple(_carried(claim, copy.id) for claim in carried)


def _carried(claim: Claim, report: str) -> Claim:
    evidence = tuple(replace(e, report=report) for e in claim.evidence)
    return replace(claim, evidence=evidence, reports=(report,))


def _as_report(title: str, text: str, day: str, outlet: str, agency: str | None) -> Report:
    identity = hashlib.sha256(f"{title}\x1f{text}\x1f{day}\x1f{outlet}".encode()).hexdigest()
    path = f"{day}/{identity[:12]}.txt"
    return Report(
        f"sha256:{identity}", text, title=title, published=day, outlet=outlet, agency=agency, language="en", path=path
    )


def _report(
    chance: random.Random, story: _Story, day: str, outlet: str, agency: str | None
) -> tuple[Report, tuple[Claim, ...]]:
    story.day = day
    kinds = [_toll, *chance.sample([_hurt, _homes, _gone, _offer, _asked, _blamed, _arrested, _unknown], 4), _said]
    spoken = [make(chance, story) for make in kinds] + [_scene(chance, story) for _ in range(2)]
    spoken = [spoken[0], *chance.sample(spoken[1:], len(spoken) - 1)]
    what = HAPPENINGS[story.kind][0].split()[-1].capitalize()
    title = f"{what} in {story.town}: {story.figures['deaths']} dead near {story.names[0]}"
    text = "\n\n".join(sentence for sentence, _ in spoken)
    report = _as_report(title, text, day, outlet, agency)
    claims, at = [], 0
    for sentence, said in spoken:
        evidence = (Evidence(report.id, at, at + len(sentence), sentence),)
        for kind, values in said:
            identity = hashlib.sha256(f"{sentence}\x1f{kind.__name__}\x1f{values}".encode()).hexdigest()[:24]
            shared = {"id": identity, "evidence": evidence, "reports": (report.id,), "confidence": 0.9}
            claims.append(kind(**{**shared, **values}))
        at += len(sentence) + 2
    return report, tuple(claims)


# -------------------------------------------------------------------------------------------------------------- sentences


def _when(story: _Story) -> tuple[str, When]:
    weekday = date.fromisoformat(story.day).strftime("%A")
    return weekday, When(f"on {weekday}", None, story.day, "published")


def _office(story: _Story, chance: random.Random) -> Source:
    name = chance.choice((f"{story.names[1]} Rescue Service", f"{story.names[2]} Red Cross", f"{story.town} police"))
    return Source(f"the {name}", name, "statement", story.country, "GOV")


def _count(story: _Story, metric: str, text: str, value: int, item: str, **more: Any) -> tuple[type[Claim], dict[str, Any]]:
    counted = {"metric": metric, "value": value, "low": value, "high": value, "unit": "person", "item": item, "text": text}
    return FigureClaim, {**counted, "qualifier": "exactly", "hazard": story.hazard, "where": story.where, **more}


def _act(story: _Story, kind: str, trigger: str, actor: Actor, other: Actor, **more: Any) -> tuple[type[Claim], dict[str, Any]]:
    parties = {"actor": (actor,), "recipient": (other,), "polarity": "affirmed", "modality": "asserted", "contexts": ()}
    return EventClaim, {"type": kind, "mode": None, "trigger": trigger, "hazard": story.hazard, **parties, **more}


def _thing(chance: random.Random) -> str:
    return f"the {chance.choice(_ADJECTIVES)} {chance.choice(_DETAILS)}"


def _first(country: str) -> str:
    """A country's name at the beginning of a sentence."""
    return _named(country)[0].upper() + _named(country)[1:]


def _toll(chance: random.Random, story: _Story) -> Spoken:
    weekday, when = _when(story)
    source, dead, what = _office(story, chance), story.figures["deaths"], HAPPENINGS[story.kind][0]
    places = f"{story.town}, near {story.names[0]}"
    text = chance.choice(
        (
            f"{dead} people have died in {what} in {places}, the {source.name} said on {weekday}.",
            f"The {source.name} said on {weekday} that {dead} people had died in {what} in {places}.",
            f"The number of people killed in {what} in {places} stood at {dead} on {weekday}, according to the {source.name}.",
        )
    )
    return text, [_count(story, "deaths", f"{dead} people", dead, "people", source=(source,), when=when)]


def _hurt(chance: random.Random, story: _Story) -> Spoken:
    hurt, clinic = story.figures["injured"], f"{story.names[3]} hospital"
    source = Source("doctors", f"doctors of {clinic}", "statement", story.country, "MED")
    text = f"{hurt} people were injured and brought to {clinic} past {_thing(chance)}, doctors said."
    return text, [_count(story, "injured", f"{hurt} people", hurt, "people", source=(source,))]


def _homes(chance: random.Random, story: _Story) -> Spoken:
    homes = story.figures["homes_destroyed"]
    text = f"About {homes} houses between the {story.names[4]} river and {_thing(chance)} were destroyed."
    return text, [_count(story, "homes_destroyed", f"About {homes} houses", homes, "houses", qualifier="about", unit="house")]


def _gone(chance: random.Random, story: _Story) -> Spoken:
    gone = story.figures["displaced"]
    text = f"{gone} people left their homes for {_thing(chance)} of {story.names[5]}."
    return text, [_count(story, "displaced", f"{gone} people", gone, "people")]


def _offer(chance: random.Random, story: _Story) -> Spoken:
    donor = chance.choice([code for code in COUNTRIES if code != story.country])
    giver, goods, amount = (
        Actor(_named(donor), _named(donor).removeprefix("the "), donor, "GOV"),
        chance.choice(GOODS),
        chance.randint(1, 40),
    )
    place = story.names[6]
    text = f"{_first(donor)} offered {_named(story.country)} {goods} worth {amount} million dollars for {place}."
    offer = {"item": goods, "amount": amount * 1e6, "currency": "USD", "status": "offered", "reply": None}
    return text, [(AidClaim, {**offer, "donor": giver, "recipient": story.state})]


def _asked(chance: random.Random, story: _Story) -> Spoken:
    weekday, when = _when(story)
    donor = chance.choice([code for code in COUNTRIES if code != story.country])
    other = Actor(_named(donor), _named(donor).removeprefix("the "), donor, "GOV")
    text = f"{_first(story.country)} asked {_named(donor)} for {chance.choice(GOODS)} on {weekday}."
    return text, [_act(story, "REQUEST", "asked", story.state, other, mode="assist", when=when)]


def _blamed(chance: random.Random, story: _Story) -> Spoken:
    mayor = Actor(f"Mayor {story.names[7]} {story.names[8]}", f"{story.names[7]} {story.names[8]}", story.country, "GOV")
    firm = Actor(f"{story.names[9]} Works", f"{story.names[9]} Works", story.country, "BUS")
    text = f"{mayor.text} accused {firm.name} of neglecting {_thing(chance)}."
    return text, [_act(story, "ACCUSE", "accused", mayor, firm)]


def _arrested(chance: random.Random, story: _Story) -> Spoken:
    count = chance.randint(2, 60)
    police = Actor("Police", f"{story.town} police", story.country, "COP")
    looters = Actor("looters", f"looters in {story.names[10]}", story.country, "CVL")
    text = f"Police arrested {count} looters in {story.names[10]} behind {_thing(chance)}."
    figure = _count(story, "detained", f"{count} looters", count, "looters")
    return text, [_act(story, "COERCE", "arrested", police, looters, mode="arrest", where=story.where), figure]


def _unknown(chance: random.Random, story: _Story) -> Spoken:
    about = f"how many people were missing in {story.names[11]}"
    return f"It was not known {about}, where {story.figures['missing']} had been feared lost.", [
        (UnknownClaim, {"about": about})
    ]


def _said(chance: random.Random, story: _Story) -> Spoken:
    words = chance.choice(_SAID).format(
        n=chance.randint(2, 90), d=chance.choice(_DETAILS), a=chance.choice(_ADJECTIVES), g=chance.choice(GOODS)
    )
    who = f"{_word(chance)} {story.names[12]}"
    text = f"“{words},” said {who}, who lives by {_thing(chance)}."
    return text, [(QuoteClaim, {"text": words, "speaker": Actor(who, who, story.country, "CVL")})]


def _scene(chance: random.Random, story: _Story) -> Spoken:
    things = _thing(chance)
    place = chance.choice(story.names[10:])
    first = f"{chance.choice(_PEOPLE)} from {place} {chance.choice(_DEEDS)} {things}"
    return f"{first} while {chance.choice(_PEOPLE).lower()} {chance.choice(_DEEDS)} the {chance.choice(_DETAILS)}.", []
