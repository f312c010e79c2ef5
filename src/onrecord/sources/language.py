"""Whether a text is clearly not English: by its script, its function words and its letter trigrams. No list of words of news.

A refusal needs three things: hardly any of the function words that English shares with no neighbour (in English prose one
word in six), running lower-case prose rather than a table or a list of names, and signs of another language. In doubt the
text is read.
"""

from __future__ import annotations

import re

# A text under this many words is never refused for its language (contract).
FEWEST_WORDS = 20
_SAMPLE = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d[\d.,:]*")
# Scripts that set no space between words; two signs are counted as a word.
_UNSPACED = re.compile(r"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]")
_LATIN = re.compile(r"[A-Za-z\u00AA-\u024F\u1E00-\u1EFF]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Function words that are English and nothing else among the languages written in Latin letters.
_DISTINCT = _words(
    """the and that with said from have has were been which by are their this they would its who after not will his there than
    these those when what where about into"""
)
# Function words of other languages that English does not have: German, Dutch, French, Spanish, Portuguese, Italian, Swedish,
# Danish, Norwegian, Polish, Czech, Croatian, Romanian, Turkish, Indonesian, Swahili, Finnish, Hungarian, Tagalog, Somali.
_FOREIGN = _words(
    """der das und mit ist nicht auf den dem ein eine dass von zu sich het een van dat zijn voor met niet aan ook te le les des
    du que el los las una por con del y o os uma em não il per di della che att som det är på och av til en et er har blev ble
    af ikke mere na że się nie jest w z že je při jsou și din nu cu sunt bir ve bu için yang dan ini untuk dari ya wa kwa ni ja
    että oli hogy az és egy nem pe mga ang ng ay iyo ku ka oo ayaa de la å ved sine"""
)

# The 300 commonest letter trigrams of words (_ is the word's edge), counted over UD English EWT train.
_TRIGRAMS = frozenset(
    trigram.replace("_", " ")
    for trigram in _words(
        """_a_ _ab _al _am _an _ar _as _at _ba _be _bo _bu _by _ca _ch _co _da _de _di _do _en _ev _ex _fa _fe _fi _fo _fr _ge
    _go _gr _ha _he _hi _ho _i_ _if _in _is _it _ju _la _le _li _lo _ma _me _mi _mo _my _ne _no _of _on _or _ou _pa _pe
    _pl _po _pr _re _s_ _sa _se _sh _si _so _sp _st _su _t_ _ta _te _th _ti _to _tr _un _us _ve _wa _we _wh _wi _wo _yo
    act ad_ age ain ake al_ all ame an_ and ant any ar_ ard are art as_ ase ast at_ ate ati ave ay_ be_ ble but by_ cal
    can ce_ ch_ ck_ com con cou cti day de_ der din do_ ds_ ear eas eat ect ed_ ell en_ end ent er_ ere eri ers ery es_
    ess est et_ eve ew_ ey_ for fro ge_ get ght han has hat hav he_ hen her hey hin his hou ht_ ica ice id_ ide ies if_
    igh ike ill ime in_ ind ine ing int ion ir_ is_ ist it_ ite ith iti ive ke_ kin ld_ le_ lea lin lit ll_ lly ly_ man
    me_ men min my_ nce nd_ nde ne_ ng_ not now ns_ nt_ nte nti ny_ od_ of_ om_ ome on_ one ons ood or_ ore ort ot_ oth
    ou_ oul oun our out ove ow_ par per pla ple pre pro ran rat re_ rea rec red res ric rie rom rou rs_ ry_ se_ so_ som
    ss_ st_ sta ste sti tan te_ ted ter th_ tha the thi tim tin tio to_ tra ts_ ty_ uld und ur_ ure us_ use ust ut_ ve_
    ver was we_ wer whe wil wit wor wou you"""
    )
)


def is_not_english(text: str) -> bool:
    """Whether ``text`` is clearly in another language; False under 20 words, for tables, lists of names and mixed text."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    spaced = sum(_UNSPACED.match(word) is None for word in words)
    if spaced + len(_UNSPACED.findall(sample)) // 2 < FEWEST_WORDS:
        return False
    letters = sum(map(str.isalpha, sample))
    if len(_LATIN.findall(sample)) < 0.5 * letters:
        return True
    if _share(words, _DISTINCT) >= 0.02 or not _is_prose(sample):
        return False
    foreign, trigrams = _share(words, _FOREIGN), _trigram_share(words)
    if trigrams < 0.3 or foreign >= 0.1:
        return True
    return trigrams < 0.45 and (foreign >= 0.05 or len(words) >= 60)


def _share(words: list[str], listed: frozenset[str]) -> float:
    return sum(word in listed for word in words) / max(1, len(words))


def _is_prose(text: str) -> bool:
    """Mostly lower-case words and few numbers; or all capitals, where names cannot be told."""
    words = _WORD.findall(text)
    if len(_NUMBER.findall(text)) > 0.15 * len(words):
        return False
    return text.upper() == text or sum(word[0].isupper() for word in words) < 0.5 * len(words)


def _trigram_share(words: list[str]) -> float:
    """Share of the trigrams of the words, edges included, that are among the commonest of English."""
    seen = [edged[i : i + 3] for word in words for edged in (f" {word} ",) for i in range(len(word))]
    return sum(trigram in _TRIGRAMS for trigram in seen) / max(1, len(seen))
