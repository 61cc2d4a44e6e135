"""Words about persons: titles, roles, kinship, and what they tell of gender and number."""

from __future__ import annotations

import re
from functools import lru_cache

from counterpoint.models.gazetteer import given_names

__all__ = [
    "COLLECTIVE",
    "DOCUMENTS",
    "FEMALE",
    "HEADS",
    "KIN",
    "MALE",
    "ORGANISATIONS",
    "ROLES",
    "SPEAKS_FOR",
    "TITLES",
    "family_first",
    "gender_of_name",
    "is_person_word",
    "is_role",
    "same_office",
]

_FAMILIES = frozenset(  # Chinese, Korean and Vietnamese, which stand before the given names
    """bai cai cao chang chen cheng chiang cui dai deng ding dong du duan fan fang feng fu
    gao gong gu guo han hao hou hu huang jia jiang jin kong lai lei li liang liao lin liu lu
    luo lyu ma mao meng pan peng qian qiao qin qiu ren shao shen shi song su sun tan tang
    tao tian tsai wan wang wei wen wu xi xia xiao xie xiong xu xue yan yang yao ye yin yu
    yuan zeng zhang zhao zheng zhong zhou zhu zou lee kim park choi jung jeong kang cho jo
    yoon yun jang lim yim oh seo shin kwon hwang ahn ryu moon bae baek roh noh ban nguyen
    tran pham hoang vu vo dang bui ho ngo duong truong to""".split()
)
_ALSO_GIVEN = frozenset("lee kim jo lin song han ho to ban lim dang kong oh".split())
SPEAKS_FOR = re.compile(r"\b(?:spokes(?:wo)?m[ae]n|spokesperson|press secretary)\b", re.I)
TITLES = frozenset(
    """mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor president presidents vice prime
    minister senator sen sen. senators sens. rep rep. reps. representative congressman congresswoman
    governor gov gov. mayor chancellor secretary king queen prince princess lord lady sir dame
    pope bishop archbishop cardinal saint judge justice chief general gen gen. colonel col col.
    captain capt capt. major maj. lieutenant lt lt. sergeant sgt sgt. ambassador amb. director
    chairman chairwoman chair speaker leader madam foreign attorney former emperor empress duke
    duchess count countess baron officer inspector detective commissioner deputy premier treasurer
    councillor councilman councilwoman father sister brother rev rev. reverend rabbi imam sheikh
    ayatollah admiral adm. commander cmdr. spokesman spokeswoman spokesperson executive editor
    manager analyst economist lawyer coach actor actress singer author writer journalist minister
    undersecretary secretary-general chairperson crown grand first lady hon. honorable honourable
    excellency majesty highness marshal brigadier private corporal constable sheriff superintendent
    consul envoy candidate nominee republican democrat democratic state federal national deputy
    assistant acting interim senior co-founder founder ceo cfo coo researcher scientist astronaut
    pastor vicar dean provost rector lecturer historian philosopher poet painter composer
    administrator advisor adviser counselor counsellor coordinator coach
    parliamentarian lawmaker legislator mp mep then then-president elect designate
    president-elect
    """.split()
)
MALE = frozenset(
    """mr mr. sir lord king prince emperor duke baron count man men boy guy gentleman husband
    father son brother uncle nephew grandfather grandson widower boyfriend fiancé groom spokesman
    chairman congressman businessman policeman fireman salesman statesman nobleman actor waiter
    pope monk priest bishop cardinal imam rabbi sheikh ayatollah host dad daddy monsieur herr señor
    councilman anchorman clergyman fisherman stepfather godfather salesman
    """.split()
)
FEMALE = frozenset(
    """mrs mrs. ms ms. miss madam lady dame queen princess empress duchess baroness countess woman
    women girl wife mother daughter sister aunt niece grandmother granddaughter widow girlfriend
    fiancée bride spokeswoman chairwoman congresswoman businesswoman policewoman actress waitress
    nun mom mum mommy hostess heroine goddess señora madame frau councilwoman stepmother heiress
    """.split()
)
KIN = frozenset(
    """wife husband mother father son daughter brother sister uncle aunt nephew niece cousin child
    kid baby grandson granddaughter grandfather grandmother widow widower spouse partner fiancé
    fiancée girlfriend boyfriend friend colleague rival successor predecessor boss mentor lover
    protégé twin stepfather stepmother mom dad mum parent parents children
    """.split()
)
ROLES = TITLES | frozenset(
    """candidate nominee ambassador diplomat envoy spokesman spokeswoman spokesperson politician
    lawmaker legislator senator governor mayor minister chancellor premier monarch head chief boss
    ceo executive official officer commander soldier general colonel captain expert specialist
    scholar academic professor lecturer researcher scientist physicist chemist biologist
    mathematician engineer doctor physician surgeon nurse psychologist psychiatrist teacher student
    graduate lawyer attorney prosecutor solicitor barrister judge juror witness defendant plaintiff
    suspect victim author writer novelist poet journalist reporter columnist editor blogger
    commentator critic historian philosopher economist analyst strategist pollster consultant
    adviser advisor aide assistant secretary treasurer member partner founder co-founder chairman
    chairwoman chairperson chair president vice-president vice director manager owner employee
    worker activist campaigner organizer organiser advocate volunteer farmer businessman
    businesswoman entrepreneur investor banker broker trader developer designer architect artist
    painter sculptor photographer musician singer songwriter composer conductor actor actress
    director filmmaker producer comedian presenter host broadcaster athlete player footballer
    coach captain swimmer runner champion resident citizen native man woman boy girl person
    teenager student pupil mother father parent wife husband son daughter brother sister friend
    neighbor neighbour priest bishop archbishop pope pastor rabbi imam cleric monk nun king queen
    prince princess emperor empress duke duchess lord lady leader dictator ruler hero veteran
    survivor refugee immigrant magician astronaut pilot driver detective investigator inspector
    policeman policewoman sheriff marshal agent representative delegate deputy counsel magistrate
    justice correspondent contributor fellow dean provost principal secretary-general
    commissioner rapporteur negotiator mediator peacekeeper translator librarian curator
    """.split()
)
# Offices that name the head of an organisation: one may stand for the other.
HEADS = frozenset(
    """head chief boss leader president chairman chairwoman chairperson chair ceo director
    secretary-general secretary general commander executive founder chancellor premier minister
    governor mayor commissioner dean rector manager owner
    """.split()
)
COLLECTIVE = frozenset(
    """officials experts analysts sources people critics supporters opponents observers witnesses
    residents citizens voters activists lawmakers legislators politicians leaders ministers
    diplomats scientists researchers scholars economists students teachers doctors lawyers
    prosecutors police authorities investigators journalists reporters media workers employees
    executives investors traders farmers protesters demonstrators families relatives parents
    countries states nations governments companies groups organisations organizations others many
    some few most several all both neighbors neighbours villagers locals survivors victims
    republicans democrats conservatives liberals senators aides advisers advisors strategists
    insiders commentators historians representatives members men women allies rivals partners
    soldiers troops rebels militants generals commanders judges bishops americans campaigners
    respondents participants users readers fans players pundits pollsters skeptics sceptics
    """.split()
)
ORGANISATIONS = frozenset(
    """ministry department government administration agency committee commission council party
    university institute college school bank office company firm corporation organization
    organisation association union court parliament senate congress assembly house board bureau
    army navy military force forces police authority group foundation federation league alliance
    embassy mission delegation team club church hospital center centre campaign newspaper paper
    magazine network channel station agency think-tank thinktank coalition regime opposition
    cabinet presidency secretariat bloc cabinet panel task staff ngo charity society tribunal
    """.split()
)
DOCUMENTS = frozenset(
    """report law act constitution treaty agreement statement resolution decree bill document
    letter memo memorandum study survey poll paper article book charter declaration convention
    protocol release transcript email e-mail emails tweet post message communique communiqué
    indictment affidavit complaint lawsuit ruling verdict judgment judgement opinion order
    guidelines text manifesto platform website headline editorial column poem song script bible
    koran quran gospel filing record records documents data figures statistics analysis review
    findings research index dispatch cable dossier brief editorial filing note plan policy rules
    """.split()
)


def gender_of_name(first: str) -> str:
    """``m`` or ``f`` for a given name that is nearly always one of them, else nothing.

    Example:
        >>> gender_of_name("Margaret"), gender_of_name("Ning")
        ('f', '')
    """
    return given_names().get(first.lower().split("-")[0], "")


def is_role(word: str) -> bool:
    """Whether a word is an office, a trade or a place in a family."""
    low = word.lower().rstrip(".")
    return low in ROLES or low in KIN or low.endswith(("ologist", "ographer", "ician", "woman"))


def is_person_word(word: str) -> bool:
    """Whether a noun is about one person."""
    return is_role(word) or word.lower() in MALE or word.lower() in FEMALE


def same_office(one: str, other: str) -> bool:
    """Whether two role words may be one office: the same, or both the head of something."""
    one, other = one.lower(), other.lower()
    return one == other or (one in HEADS and other in HEADS)


@lru_cache(maxsize=50_000)
def family_first(name: str) -> bool:
    """Whether the first word of a full name is the family name: "Xi Jinping", not "Lee Miller".

    Example:
        >>> family_first("Roh Tae Min"), family_first("Kim Roe"), family_first("Ann Lee")
        (True, False, False)
    """
    first, *rest = name.split() or [""]
    family = first.casefold()
    if not rest or family not in _FAMILIES:
        return False
    if family not in _ALSO_GIVEN:
        return True
    return (len(rest) > 1 or "-" in rest[0]) and not gender_of_name(rest[0])
