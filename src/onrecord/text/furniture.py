"""The wording of what is not body: page furniture, bylines, photo credits, and lines without a finite verb.

Word lists are our own, from the usual English-language news pages and agency style (AP, AFP, Reuters credit lines).
All patterns are linear: no repeated group that can match the same words in two ways.
"""

from __future__ import annotations

import re
from itertools import pairwise

_NAME = r"(?:[dl]['’])?[^\W\d_a-z][\w.'’-]*"
# Blanks are written "[ ]": the patterns stand in verbose ones too.
_NAMES = rf"{_NAME}(?:[ ](?:{_NAME}|de|da|di|van|von|der|den|bin|al|el|ter|la|le)){{1,4}}"
_AND = r"(?:,|[ ]and|[ ]&|,[ ]and|;)"
_AGENCIES = (
    r"(?:AP|AFP|EPA|ANI|PTI|PA|UPI|DPA|dpa|TASS|Tass|Xinhua|Anadolu|Reuters|REUTERS|Getty(?: Images)?|Shutterstock|iStock"
    r"|Bloomberg|Associated Press|Press Association|Agence France-Presse|European Pressphoto Agency|Alamy|Corbis|Flickr"
    r"|Wikimedia(?: Commons)?|Kyodo|Yonhap|Sipa|Zuma|NurPhoto|Twitter|Facebook|Instagram|Handout|HANDOUT|handout"
    r"|Supplied|SUPPLIED|supplied|Courtesy|File|FILE)"
)
_PHOTO = (
    r"(?:(?:[Ff]ile|FILE|AP|AFP|EPA|REUTERS|Reuters|[Cc]ourtesy|[Hh]andout) )?"
    r"(?:[Pp]hoto(?:graph|graphs|s)?|PHOTO|[Pp]ictures?|PICTURE|[Ii]mages?|IMAGE)"
)
_CREDIT = (
    r"(?:(?:File|FILE|AP|AFP|EPA|REUTERS|Reuters|Courtesy|Handout) )?"
    r"(?:Photo(?:graph|graphs|s)?|PHOTO|Pictures?|PICTURE|Images?|IMAGE|Credit|Photo credit)"
)

# ------------------------------------------------------------------------------------------------------------- furniture

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|youtube|reddit|pinterest|tiktok|google(?:\+| news| plus)?"
    r"|e-?mail|print|copy link|save|share|tweet|pin|link|messenger|tumblr|flipboard|comments?)"
)
_KIND = r"(?:articles?|stories|news|content|topics?|links?|coverage|reading|posts?)"
_SITE = r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|youtube|google news|social media)"
_FURNITURE_SHAPES = (
    # links to other pages
    r"(?:read|learn|see|find out|click|hear) more\b(?: (?:on|about|at|from|here|news|stories)\b.*|:.*| ?[>»→.…]*)",
    r"(?:also read|read also|read next|up next|see also|also see|more on this|more from|more stories|more news|read) ?[:|].*",
    r"read the (?:full|original) (?:story|article|text)\b.*|read full story|(?:continue|keep) reading\b.*",
    r"(?:article|story) continues (?:below|after).*",
    r"(?:read|find|see) (?:the (?:rest|whole thing|entire (?:story|article|piece|post)|full .{1,40})|it(?: all)?|more)"
    r" (?:at|here)\b.{0,40}",
    r"(?:watch|see|view|check out|listen to|hear|find|read) .{1,120}\b(?:below|above|here)",
    r"more on this (?:story|topic) ?:?|more (?:stories|news|from) .{0,60}",
    rf"related(?: {_KIND})? ?:?|related(?: {_KIND})?:.*",
    r"(?:most (?:read|popular|viewed|shared)|trending|recommended|top stories|latest news)"
    r"(?: (?:now|for you|stories|articles|news))? ?:?",
    r"you (?:may|might) also (?:like|be interested in)\b.{0,60}",
    r"editor[’']?s['’]? picks?|what to read next|don[’']t miss\b.{0,60}",
    r"(?:click|tap) (?:here|on the (?:link|image|photo|picture|video)|the (?:link|image|play))\b.*",
    r"(?:watch|listen|gallery|photos|in pictures|slideshow|video|podcast|live updates)"
    r"(?: (?:below|here|now|live|more))? ?:.{0,120}",
    r"(?:watch|listen to|play) (?:the )?(?:video|audio|full (?:video|interview))\b.{0,80}|(?:photo|image|video) gallery",
    r"sources?|external links?|references?|see also|related news|sister links?|footnotes?",
    r"have an opinion on this story\?.{0,60}",
    r"https?://\S+|www\.\S+|@\w{2,30}|\#\w+(?: \#\w+){0,10}",
    # share buttons and prompts to follow
    rf"(?:follow|like|find|join|add|visit) (?:us|the author|@\w+|him|her|them|our (?:page|channel))\b.{{0,160}}\b{_SITE}\b.*",
    rf"follow (?:us|@\w+).{{0,80}}|follow .{{1,60}} on {_SITE}\b.{{0,60}}",
    r"(?:share|print|email|e-mail|tweet|save|bookmark|send) (?:this|the) (?:article|story|page|post|video|with)\b.{0,80}",
    rf"(?:share|tweet) (?:this|on {_NETWORK}|via {_NETWORK}|with your friends)\b.{{0,60}}",
    rf"{_NETWORK}(?:[ ,|·•/]{{1,3}}{_NETWORK}){{0,15}}",
    r"(?:\d{1,6}|no) comments?(?: yet| so far)?",
    r"(?:view|show|hide|post|leave|add|write|load|read) (?:a |all |your |more |the )?(?:\d{1,6} )?comments?(?: .{0,40})?",
    r"comments (?:are )?(?:closed|off|disabled)\b.{0,60}|join the (?:conversation|discussion|debate)\b.{0,80}",
    rf"{_SITE} ?: ?@\w{{2,30}}|like (?:the|our|this) page ?:?|enter your e-?mail(?: address)? ?:?",
    # advertising, subscriptions, contact
    r"advertisements?|sponsored(?: content)?|promoted(?: content)?|paid (?:content|post)|scroll (?:down )?(?:to|for) .{0,60}",
    r"(?:to )?(?:subscribe|sign up|sign in|log in|register)(?: (?:now|today|here|free)\b.{0,200})?",
    r"(?:to )?(?:subscribe|sign up) (?:to|for|with)\b.{0,200}|(?:sign|log) in (?:to|with)\b.{0,100}",
    r"(?:get|receive) (?:our|the|all the|breaking|daily|more)\b.{0,80}\b(?:newsletters?|inbox|alerts?|app|updates)\b.*",
    r"(?:download|install) (?:our|the) .{0,40}\bapp\b.*",
    r"(?:have (?:you )?(?:a|any) (?:news )?(?:tip|story|question|comment)s?|got a (?:news )?(?:tip|story))\b.{0,160}",
    r"(?:e-?mail|contact|write to|reach) "
    r"(?:us|the (?:author|writer|reporter|newsroom|editor)|him|her|them|me) (?:at|on|via|by)\b.{0,120}",
    r"(?:e-?mail|contact) ?: ?\S+@\S+|\S+@\S+\.\w+",
    # legal lines and the machinery of the page
    r"copyright(?: ?(?:©|\(c\)|\d{4}|(?:the )?associated press|(?:thomson )?reuters).{0,200})?|(?:\(c\)|©) ?.{0,200}",
    r".{0,120}\ball rights reserved\b.{0,120}",
    r".{0,40}\bthis (?:material|content|article|report) (?:may|must|cannot|can) ?not be "
    r"(?:published|reproduced|copied|distributed)\b.*",
    r"(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|sections?|in this (?:article|story)|labels?) ?:.{0,200}",
    # what stands over a page, and where it came from
    r"abstract|full text|letters(?: to the editor)?|summary|opinion|editorials?|commentary|analysis|transcript|exclusive"
    r"|breaking news",
    r"(?:online|on the (?:net|web)) ?:?|h/t ?:?/? ?.{2,60}|as published in .{2,80}",
    r"(?:source|chart|graphic|data) ?: ?[^.:]{2,60}",
    rf"{_AGENCIES}(?:/{_AGENCIES}){{1,3}}",
    r"back to top|skip to (?:main )?content|(?:next|previous) (?:article|story)",
    r"home ?[>»/|].{0,80}|menu|search|loading(?:\.\.\.|…)?",
    r"(?:we|this (?:site|website)) uses? cookies\b.*|(?:cookie (?:policy|settings)|accept (?:all )?cookies)\b.{0,100}",
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions))(?: [|·•/&].{0,100})?",
    r"(?:please )?(?:enable|turn on) javascript\b.*|your browser does not support\b.*|javascript is (?:disabled|required)\b.*",
    r"\d{1,3}[ -](?:min(?:ute)?s?)[ -]read|(?:estimated )?reading time:?.{0,30}",
    r"(?:(?:published|updated|posted|last updated) )?\d{1,3} (?:minutes?|mins?|hours?|days?|weeks?) ago",
    r"ends?|more follows|--? ?30 ?--?",
)
_FURNITURE = re.compile("|".join(f"(?:{shape})" for shape in _FURNITURE_SHAPES), re.IGNORECASE)
_RULE_LINE = re.compile(r"[\W_]+")
_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]{0,300}>[\s.]?){1,20}")
_FURNITURE_WORDS = 40
# What an outlet says of its own text; such notes run longer than links do.
_ITSELF = r"(?:article|story|post|report|page|piece|column|dispatch|version)"
_NOTE = re.compile(
    r"(?:editor|author|publisher|reporter)s?[’']?s?[’']? note\b.*"
    r"|(?:corrections?|clarifications?)(?: appended)?(?:\.|(?: ?[:(–—-].*))?"
    rf"|(?:an|the) (?:earlier|previous|original|initial) version of this {_ITSELF} .*"
    rf"|this {_ITSELF} (?:has been|was|is being) (?:updated|corrected|revised|edited|amended|clarified|changed)\b.*"
    rf"|this {_ITSELF} (?:was )?(?:originally|first) (?:appeared|published|ran)\b.*"
    r"|this (?:article|story|post|column) (?:appeared|was published|ran)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_WORDS = 150
_LABELS = frozenset(("video", "watch", "listen", "photos", "gallery", "in pictures", "podcast", "live updates"))

_PROMPT = re.compile(
    r"(?:follow (?:us|@\w+|[^.]{1,60} on (?:twitter|facebook|instagram|x)\b)|click here (?:to|for)\b"
    r"|(?:subscribe|sign up) (?:to|for)\b|"
    r"copyright (?:©|\(c\)|\d{4})|© ?\d{4}|all rights reserved|read more(?: (?:at|on|here)\b|:)|like us on facebook\b|"
    r"for more information,? (?:visit|call|go to|contact)\b|this material may not be published)",
    re.IGNORECASE,
)


def is_furniture(paragraph: str) -> bool:
    """Whether the whole paragraph is a page's own words, not the report's.

    Links, buttons, prompts, legal lines, what is left of tags, and what the outlet says of its own text (corrections, notes).
    """
    if _RULE_LINE.fullmatch(paragraph) or _TAGS.fullmatch(paragraph):
        return True
    if paragraph.count(" ") <= _NOTE_WORDS and _NOTE.fullmatch(paragraph.strip("[](){}*_ \t")):
        return True
    if paragraph.count(" ") > _FURNITURE_WORDS:
        return False
    bare = paragraph.strip("[](){}<>»«|•·*-–—→▶ \t")
    return bool(bare) and _FURNITURE.fullmatch(bare.rstrip(".!") or bare) is not None


def may_prompt(ending: str) -> bool:
    """Whether a prompt to the reader stands anywhere in ``ending``: cheap, to be asked before sentences are found."""
    return _PROMPT.search(ending) is not None


def is_labelled_news(paragraph: str) -> bool:
    """Whether a first line that looks like a link is a headline under a label ("Video: Storm tears roof off station")."""
    label, colon, rest = paragraph.partition(":")
    return bool(colon) and label.strip().lower() in _LABELS and rest.count(" ") >= 3


def is_prompt(sentence: str) -> bool:
    """Whether a sentence that closes a body paragraph is addressed by the outlet to its readers."""
    return sentence.count(" ") <= _FURNITURE_WORDS and _PROMPT.match(sentence) is not None


# ---------------------------------------------------------------------------------------------------------------- bylines

_ROLES = (
    r"(?:staff|senior|chief|special|political|diplomatic|foreign|national|business|science|health|environment|associated|press|"
    r"writers?|reporters?|correspondents?|editors?|news|service|bureau|agency|agencies"
    r"|contributors?|columnist|for|the|of|our|own|a|an|at|in)"
)
_SURNAMES = rf"{_NAME}(?:[ ](?:{_NAME}|de|da|di|van|von|der|den|bin|al|el|ter|la|le)){{0,4}}"
_BYLINE = re.compile(
    rf"""
    (?:(?:Written|Reported|Story|Text|Words|Report)\ )?(?:By|BY|by):?\ (?!(?:{_ROLES}\ )?[\w]+day\b)
       (?:(?:{_NAME}|{_ROLES}|de|da|di|van|von|der|bin|al|el|and|with|\||/|&|-|–|—|•|·)[,;]?(?:\ |$)){{1,16}}
       (?:[|•·–—-]?\ ?\S+@\S+)?
    | \(?(?:(?:Additional|additional)\ )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Tt]ranslated)
       \ (?:and\ \w+\ )?by\ .{{2,300}}
    | (?:Source:\ )?(?:The\ )?(?:Associated\ Press|Reuters|Agence\ France-Presse|AFP|AP|UPI|Xinhua|IANS|PTI
       |ANI|Press\ Association)
       (?:\ (?:Staff|writers?|News(?:\ Agency)?))?
    | (?:(?:Our|Staff|Special|Web|News)\ ){{1,3}}(?:Correspondents?|Reporters?|Writers?|Desk|Bureau|Report)
    | Agencies|News\ Agencies|Agency\ Reports?
    | (?:With|From)\ (?:additional\ )?(?:reports?|reporting|files|inputs?)\ (?:from|by)\ .{{2,100}}
    | (?:{_NAMES}|The\ Associated\ Press|Associated\ Press\ (?:writers?|reporters?)\ .{{4,120}})(?:{_AND}\ {_NAMES}){{0,5}}
       \ (?:also\ )?contributed\ (?:to\ (?:this|the)\ (?:report|story|article)|reporting)\b.{{0,80}}
    | {_SURNAMES}\ reported\ from\ .{{2,80}}(?:\band|;)\ {_SURNAMES}(?:{_AND}\ {_SURNAMES}){{0,3}},?\ from\ .{{2,60}}
    | {_SURNAMES}(?:{_AND}\ {_SURNAMES}){{0,5}}\ (?:also\ )?contributed(?:\ from\ .{{2,60}})?
    | (?:Additional\ reporting|Contribut(?:ing|ors?|ed\ by)|Reporters?|Producers?):
       \ {_NAMES}(?:{_AND}\ (?:{_NAMES}|{_NAME})){{0,7}}
    | (?:{_NAMES}|{_NAME})\ (?:Bureau|Desk|Newsroom)(?:\ Reports?)?
    | [Aa]dditional\ (?:reporting|writing|research)\ (?:from|by)\ {_NAMES}(?:{_AND}\ (?:{_NAMES}|{_NAME})){{0,7}}
    | (?:Podcast|Videos?|Graphics?|Photos?|Photographs|Illustrations?|Audio|Production|Research)
       \ (?:(?:produced|edited|made|provided)\ )?by\ {_NAMES}(?:{_AND}\ (?:{_NAMES}|{_NAME})){{0,5}}
    """,
    re.VERBOSE,
)
_BARE_BYLINE = re.compile(
    rf"{_NAMES}(?:{_AND} {_NAMES}){{0,3}}(?: in {_NAME}(?: {_NAME}){{0,2}}(?:,? and {_NAME})?)?"
    rf"(?:(?: \||,| -| –| —)? {_ROLES}(?: (?:{_ROLES}|{_NAME})){{0,6}})?"
)
_PEOPLE_ROLE = re.compile(r"\b(?:correspondent|reporter|writer|editor|bureau|press|reuters|afp|columnist|staff)\b", re.I)
CLOSING_CREDIT = re.compile(
    r"(?:\((?:additional |with additional )?(?:reporting|writing|editing|compiled|edited) (?:and \w+ )?by [^()]{2,300}\)?"
    r"|(?<=[.!?”\"] )(?:Additional reporting by|Reporting by|Editing by) [^.\n]{2,200}"
    rf"|(?<=[.!?”\"] )[-–—(\[]{{1,2}}\s?(?:with )?{_AGENCIES}(?:/{_AGENCIES})?[)\]]?)\.?$",
    re.IGNORECASE,
)


_DATED = re.compile(
    r"[\s|•·–—,-]{1,4}(?:(?:Published|Updated|Posted):? )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4}.{0,30}$"
)


def is_byline(paragraph: str) -> bool:
    """Whether the paragraph says who wrote or edited the report, by its own words alone."""
    if paragraph.count(" ") > 45:
        return False
    words = paragraph.rstrip()
    dated = _DATED.search(words, max(0, len(words) - 80))
    end = dated.start() if dated else len(words)
    if _BYLINE.fullmatch(words, 0, end):
        return True
    # Closing lines are often sentences, or led in by dashes: "--Additional reporting from Jane Doe."
    bare = words.lstrip("-–—_* ").rstrip(".")
    return bare[:2].lower() != "by" and _BYLINE.fullmatch(bare) is not None


def is_bare_byline(paragraph: str) -> bool:
    """Whether the paragraph is only one or more names with a place or a role; means a byline only beside a headline."""
    if paragraph.count(" ") > 14 or paragraph.endswith(".") or not _BARE_BYLINE.fullmatch(paragraph.rstrip()):
        return False
    named = re.match(rf"{_NAMES}(?:{_AND} {_NAMES})*", paragraph)
    return " in " in paragraph or _PEOPLE_ROLE.search(paragraph) is not None or bool(named and len(paragraph.split()) <= 4)


_WORKS = (
    r"(?:columnist|author|writer|editor|reporter|journalist|correspondent|professor|fellow|lecturer|researcher|analyst|scholar"
    r"|director|coordinator|founder|president|chair(?:man|woman)?|attorney|consultant|strategist|advis[eo]r|student|playwright"
    r"|historian|economist|critic|contributor|poet|novelist|physician|ambassador|scientist|blogger|producer)s?"
)
_PRESENTED = re.compile(
    rf"{_NAME} (?:{_NAME} ){{0,2}}?(?P<last>{_NAME})(?:, [^.]{{3,160}},)? (?:is|are)"
    r" (?!(?:being|not|still|also|due|set|expected|accused|charged|wanted|seen)\b|\w{2,}ing\b)"
    rf"(?:(?:an?|the|our) (?:[\w’'&.-]+ ){{0,6}}?|(?:[\w’'&.-]+ ){{0,3}}?)(?:co-)?{_WORKS}\b.{{0,500}}",
    re.DOTALL,
)


def presented(paragraph: str) -> str:
    """The last name of whom a closing paragraph presents ("Jane Doe is the author of ..."); empty where it presents nobody."""
    if paragraph.count(" ") > 70 or re.search(r"[\"“”]|\bsaid\b", paragraph):
        return ""
    found = _PRESENTED.fullmatch(paragraph)
    return found["last"] if found else ""


# --------------------------------------------------------------------------------------------------------------- captions

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\.?$")
_CREDIT_WORD = re.compile(
    rf"\b(?:{_AGENCIES}|{_PHOTO}|News (?:Agency|Service)|Press|Images|Pictures|Photos|Media|Ministry|Office)\b"
)
_AGENCY_ONLY = re.compile(rf"(?:via )?{_AGENCIES}(?: (?:{_PHOTO}|Images))?")
_PHOTO_END = re.compile(
    rf"(?:^|[\s(\[|])(?:{_CREDIT}(?:: ?| by (?=[A-Z])| courtesy of | ?/ ?)[^\n:]{{2,80}}"
    r"|(?:[Ff]ile|FILE|[Hh]andout) (?:[Pp]hoto|PHOTO|[Pp]icture|[Ii]mage))[)\]]?\.?$"
)
_PHOTO_KIND = r"(?:(?:file|handout|undated|combination|aerial|satellite|video|combo) )?"
_PHOTO_NOUN = r"(?:photo|image|picture|photograph|frame grab|screen ?grab|still)"
_PHOTO_START = re.compile(
    r"(?:FILE|File)(?: (?:PHOTO|photo|picture|image))? ?[-–—:]"
    r"|(?:PHOTO|Photo|Picture|Image|Caption|CAPTION|Pictured|PICTURED)(?: caption)?:"
    rf"|In this (?:[\w.,]+ ){{0,5}}?{_PHOTO_KIND}{_PHOTO_NOUN}\b"
    rf"|This (?:[\w.,]+ ){{0,5}}?{_PHOTO_KIND}{_PHOTO_NOUN},? (?:taken|made|shot|posted|released|provided|supplied|issued"
    r"|distributed|obtained|grabbed|captured|dated|courtesy|shows?|showing|depicts|illustrates|by|from|of)\b"
    r"|(?:A|An) (?:\w+ )?(?:file|handout|undated|aerial|satellite) (?:photo|image|picture|photograph)\b"
)
_SEEN = r"(?:seen|pictured|photographed|shown)"
_AROUND = r"(?:at|in|on|with|during|after|before|outside|inside|near)"
_POINTING = re.compile(
    r"\((?:pictured|above|below|left|right|[Ll]|cent(?:er|re)|front|back|second from (?:left|right))\)"
    r"|\((?:top|bottom)(?: left| right)?\)"
    rf"|(?:\b(?:is|are)|,) {_SEEN} (?:here|above|left|right)\b"
    rf"|(?:\b(?:is|are)|,) {_SEEN} in (?:this|a) (?:\w+ )?(?:file |undated |handout )?(?:photo|image|picture)\b"
    rf"|\b(?:is|are) {_SEEN} {_AROUND} .{{2,80}}\b(?:\d{{4}}|[A-Z]\w+day)\b"
    rf"|^(?:(?!was |were |been )\S+ ){{1,7}}(?:pictured|photographed) (?:{_AROUND}|last|earlier|here)\b"
)
INLINE_CREDIT = re.compile(
    rf"(?<=[.!?”\"] ){_PHOTO}(?:: ?| by |/)(?:(?:{_NAME} ){{1,3}}?/ ?)?{_AGENCIES}(?:/{_AGENCIES})?(?=\s|$|[.,])\.?"
)


def is_caption(paragraph: str) -> bool:
    """Whether a short paragraph is a picture's caption, told by its credit or by the words that point into the picture."""
    count = paragraph.count(" ") + 1
    bracket = _BRACKET.search(paragraph[-130:]) if paragraph.endswith((")", "]", ").", "].")) else None
    if bracket and _is_credit(bracket.group(1), paragraph[: len(paragraph) - len(bracket.group())]):
        return True
    ending = paragraph[-120:]
    credited = any(word in ending.lower() for word in ("photo", "picture", "image", "credit"))
    if (credited and _PHOTO_END.search(ending)) or (count <= 50 and _PHOTO_START.match(paragraph)):
        return True
    points = count <= 40 and any(word in paragraph for word in ("(", "seen", "pictured", "photographed", "shown"))
    return points and not re.search(r"[\"“”]|\bsaid\b", paragraph) and _POINTING.search(paragraph) is not None


def _is_credit(inside: str, before: str) -> bool:
    if not before.strip():
        return False
    if "/" in inside:
        pieces = [piece.strip() for piece in inside.split("/")]
        named = all(piece and (piece[0].isupper() or piece[0].isdigit() or piece in ("via", "file")) for piece in pieces)
        return named and _CREDIT_WORD.search(inside) is not None
    ended = before.rstrip()[-1:] in '.!?”"'
    if _AGENCY_ONLY.fullmatch(inside):
        return not ended
    return re.match(rf"{_CREDIT}(?::| by\b|$)|(?:Photo|Image|Picture)s?\b|AP Photo", inside) is not None


# ------------------------------------------------------------------------------------------------------------------ verbs


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_AUXILIARIES = _words(
    """is are was were be been am has have had do does did will would can could may might must should shall isn't aren't wasn't
    weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't isn’t aren’t wasn’t weren’t hasn’t haven’t
    hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t
    he's she's it's they're we're i'm you're he’s she’s it’s they’re"""
)
_PAST = _words(
    """said told took came went gave got made saw found left began became won lost fell rose grew held kept led met paid put ran
    sent set shot shut sold spent spoke spread stood struck swept swore taught thought threw understood woke wore wrote felt
    fled flew fought forgot forgave froze heard hid hit hurt knew laid
    lay let lit meant quit read rode sang sank sat sought shook
    slept slid stole stuck swam broke brought built burnt bought caught chose cost cut dealt drew drank drove ate drowned bled
    bred bore beat bent bet bit blew cast crept dug awoke arose overcame overthrew withdrew undertook says tells calls warns
    vows urges seeks wants backs slams denies faces gets takes makes gives goes comes sees finds hits kills kill rejects rules
    plans offers agrees believe believes think thinks know knows need needs remain remains appear appears seem seems want"""
)
_TELLING_FIRST = _words(
    """the a an it he she they we i you his her their our my this that these those there when while after before as since if
    although but and in on at for with from during"""
)
_PAST_AUXILIARIES = _words("was were has have had did been would could")
_DAYS = _words("monday tuesday wednesday thursday friday saturday sunday yesterday today")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SCENE_PREPOSITIONS = _words("in on at of near outside during with from along over by")
_PARTICIPLE_AFTER = _words("by in at after during with near from on along outside")


def is_telling(line: str) -> bool:
    """Whether a short line with a final period reads as a sentence of the story rather than as a headline."""
    words = [word.lower() for word in _WORD.findall(line)]
    if not words or words[0] in _TELLING_FIRST or line.lstrip()[:1] in "\"“‘'":
        return True
    if any(word.endswith("ed") and after in ("a", "an", "the") for word, after in pairwise(words)):
        return True
    return bool(_PAST_AUXILIARIES.intersection(words)) or bool(_DAYS.intersection(words)) or "said" in words


def is_title_case(line: str) -> bool:
    """Whether four in five of the longer words are capitalised, the first apart, as in the headlines of many outlets."""
    words = [word for word in _WORD.findall(line)[1:] if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def is_scene(line: str) -> bool:
    """Whether a line has no sign of a finite verb: "Boats on the river below the old bridge". Biased towards False."""
    if re.search(r"[?!:;\"“”]", line) or re.search(r"[.].*\w", line):
        return False
    words = [word.lower() for word in _WORD.findall(line)]
    if _AUXILIARIES.intersection(words) or _PAST.intersection(words):
        return False
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word.endswith("ed") and len(word) > 4 and after not in _PARTICIPLE_AFTER:
            return False
    return not _SCENE_PREPOSITIONS.isdisjoint(words)
