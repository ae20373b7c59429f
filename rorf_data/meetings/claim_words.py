"""The words by which claims are known that records of kits, calls and requests can't bear.

All of them are for text in small letters with plain apostrophes, in which ``%`` reads ``percent``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final


def any_of(*patterns: str) -> re.Pattern[str]:
    """Any of these, each at the beginning of a word."""
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns))


def gap(most: int, *, without: str = "") -> str:
    """Up to so many words in between, none of them one that begins another thought."""
    return rf"(?:\s+(?!(?:{_BREAKS}{without})\b)[\w'.,-]+){{0,{most}}}?\s+"


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_BREAKS = f"and|or|in|on|where|when|who|from|until|{_MONTHS}"

NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|scores|"
    r"many|most|several|every|each|all|half|a third|a quarter|the majority|countless)"
)
PEOPLE = (
    r"(?:people|persons?|individuals?|residents?|famil(?:y|ies)|households?|clients?|patients?|participants?|"
    r"neighbou?rs?|recipients?|survivors?|adults?|men|women|youths?|overdose survivors?|of them)\b"
)
DEATHS = (
    r"(?:deaths?|fatalit(?:y|ies)|fatal(?:\s+\w+)?\s+overdoses?|mortality|lives?\s+lost|"
    r"loss(?:es)?\s+of\s+li(?:fe|ves)|funerals?)\b"
)
HARM = (
    rf"(?:{DEATHS}|(?:overdose\s+)?calls\b|overdos(?:es?|ing)\b(?:\s+(?:deaths?|calls?)\b)?|ods?\b|poisonings?\b|hospitali[sz]ations?\b|harms?\b|tragedies\b|"
    r"addiction\b|epidemic\b|crisis\b)"
)
PROGRAMME = (
    r"(?:program(?:me)?s?|kits?|doses?|naloxone|narcan|leave-?\s?behind|distribution|grants?|fund(?:s|ing)?|work|"
    r"efforts?|interventions?|training|crews?|us|our|this)\b"
)
DOWNWARDS = (
    r"(?:reduc(?:e|es|ed|ing)|cut(?:s|ting)?|lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|prevent(?:s|ed|ing)?|"
    r"avert(?:s|ed|ing)?|avoid(?:s|ed|ing)?|stop(?:s|ped|ping)?|curb(?:s|ed|ing)?|halv(?:e|es|ed|ing)|"
    r"slash(?:es|ed|ing)?|diminish(?:es|ed|ing)?|lessen(?:s|ed|ing)?|minimi[sz](?:e|es|ed|ing)|"
    r"eliminat(?:e|es|ed|ing)|eradicat(?:e|es|ed|ing)|end(?:s|ed|ing)?|forestall(?:s|ed|ing)?|mitigat(?:e|es|ed|ing)|"
    r"(?:bring|brings|brought|bringing|driv(?:e|es|ing)|drove|driven|push(?:es|ed|ing)?|keep|keeps|kept|got)(?:\s+down)?)"
)
DONE = (
    r"(?:reduced|cut|lowered|decreased|prevented|averted|avoided|stopped|curbed|halved|slashed|diminished|eliminated|"
    r"eradicated|ended|forestalled|brought\s+down|driven\s+down|kept\s+down|turned\s+around|spared)\b"
)
IS = r"(?:was|were|is|are|be|been|being|got|get)"

EFFECT: Final = any_of(
    rf"(?!(?:bring|brings|brought|bringing|driv|drove|push|keep|kept|got)){DOWNWARDS}(?:{gap(6)}|\s+){HARM}",
    rf"(?:bring|brings|brought|bringing|driv(?:e|es|ing)|drove|driven|push(?:es|ed|ing)?|keep|keeps|kept|got)\s+down{gap(5)}{HARM}",
    rf"(?:bring|brings|brought|bringing|driv(?:e|es|ing)|drove|driven|push(?:es|ed|ing)?|keep|keeps|kept|got)"
    rf"{gap(5)}{HARM}(?:\s+\w+){{0,2}}?\s+down\b",
    rf"{HARM}(?:\s+[\w'-]+){{0,4}}?\s+{IS}(?:\s+\w+){{0,2}}?\s+{DONE}",
    rf"(?:fewer|no\s+more|no\s+longer|less)\s+(?:\w+\s+)?{PEOPLE}\s+(?:\w+\s+){{0,2}}?(?:die|died|dying|overdos\w+)\b",
    rf"(?:no\s+one|nobody|no\s+person|not\s+a\s+single\s+\w+|none|zero\s+{PEOPLE})\s+(?:\w+\s+){{0,3}}?(?:die|dies|died|dying|overdosed)\b",
    r"turn(?:s|ed|ing)?\s+the\s+tide\b",
    r"death-free\b",
)
LIVES: Final = any_of(
    r"sav(?:e|es|ed|ing)\s+(?:[\w',-]+\s+){0,5}?(?:lives|life|people|persons?|someone|somebody|anyone|neighbou?rs?|"
    r"residents?|mothers?|sons?|daughters?|children|him|her|them)\b",
    r"(?:lives|life)(?:\s+\w+){0,3}?\s+(?:saved|spared|protected|rescued)\b",
    r"life-?\s?sav(?:ing|er|ers)\b(?!\s+(?:naloxone|narcan|medicines?|medications?|drugs?))",
    r"rescu(?:ed|es|ing)\b",
    r"(?:keep|keeps|kept|keeping)(?:\s+\w+){1,4}?\s+alive\b",
    r"alive\s+(?:today|because|thanks)\b",
    r"(?:brought|bring|brings|bringing)\s+(?:\w+\s+){0,3}?back(?:\s+to\s+life)?\b",
    r"would\s+(?:otherwise\s+)?(?:have\s+died|be\s+dead|not\s+be\s+(?:here|alive))\b",
    r"ow(?:e|es|ed|ing)\s+(?:their|his|her)\s+li(?:fe|ves)\b",
    r"second\s+chances?\b",
    r"surviv(?:e|es|ed|al|ing)\s+(?:\w+\s+){0,2}?(?:because|thanks|due|owing)\b",
)
USE: Final = any_of(
    r"revers(?:e|es|ed|ing|als?)\b(?!\s+the\s+effects?)",
    r"reviv(?:e|es|ed|ing|als?)\b",
    r"resuscitat\w+",
    r"(?:kits?|doses?|of\s+them)\s+(?:\w+\s+){0,3}?(?:were|was|are|is|been|got)\s+(?:\w+\s+){0,2}?(?:used|administered|deployed|put\s+to\s+use)\b",
    r"(?:used|administered|deployed)\s+(?:[\w,]+\s+){0,3}?(?:kits?|doses?)\b",
    r"use\s+of\s+(?:\w+\s+){0,3}?kits\s+(?:saved|rose|grew)\b",
)
CAUSE: Final = any_of(
    r"(?:caused|causes|causing)\b(?!\s+of\s+(?:death|injury))",
    r"(?:to|will|would|may|might|can|could|did)\s+cause\b",
    rf"(?:because\s+of|thanks\s+to|due\s+to|owing\s+to|as\s+a\s+(?:direct\s+)?result\s+of|on\s+account\s+of)\s+(?:[\w'-]+\s+){{0,4}}?{PROGRAMME}",
    r"(?:led|leads|leading)\s+to\b",
    r"result(?:s|ed|ing)?\s+in\b",
    r"attribut(?:e|es|ed|able|ing)\b",
    r"credited?\s+with\b",
    r"responsible\s+for\s+(?:\w+\s+){0,3}?(?:fall|drop|decline|reduction|decrease|saving|fewer|survival)\b",
    r"impact(?:ed|ful|s)?\b(?!\s+by)",
    r"contribut(?:e|es|ed|ing|ion)\s+to\s+(?:\w+\s+){0,5}?(?:declines?|falls?|drops?|decreases?|reductions?|success|survival|fewer|lower|saving)\b",
    r"ma(?:de|ke|kes|king)\s+(?:a|the|all\s+the|a\s+real|a\s+big|a\s+huge)\s+difference\b",
    r"(?:brought|bringing|brings)\s+about\b",
    r"(?:played|plays|playing)\s+a\s+(?:\w+\s+)?(?:role|part)\s+in\b",
    r"(?:chang|transform)(?:e|es|ed|ing)\s+(?:\w+\s+)?lives\b",
)
PROVEN: Final = any_of(
    r"prov(?:e|es|ed|en|ing)\b",
    r"proof\b",
    r"demonstrat(?:e|es|ed|ing|ably|ion)\b",
    r"conclusive(?:ly)?\b",
    r"(?:undoubtedly|undeniabl[ey]|unquestionabl[ey]|indisputabl[ey]|certainly)\b",
    r"(?:without|beyond|no)\s+(?:a\s+|any\s+)?doubt\b",
    r"guarantee[sd]?\b",
    r"evidence\s+(?:that|of|shows)\b",
    r"scientifically\b",
    r"(?:statistically\s+)?significant(?:ly)?\b",
)
EFFECTIVE: Final = any_of(
    rf"(?:cost-)?effective(?:ly|ness)?\b(?!\s+(?:from|on|as\s+of|date|immediately|until|\d|{_MONTHS}))",
    r"success(?:es|ful|fully)?\b",
    r"succeed(?:s|ed|ing)?\b",
    r"efficac(?:y|ious)\b",
    r"(?:program(?:me)?|approach|model|strategy|project|distribution|it|this|initiative|kits?|naloxone|efforts?)\s+"
    r"(?:really\s+|clearly\s+|truly\s+|also\s+|just\s+)?(?:works?|worked|(?:is|are)\s+working|ha(?:s|ve)\s+worked)\b"
    r"(?!\s+(?:with|in|at|for|to|alongside|closely|together|through|as|by|on|from|across|under|out))",
    r"pa(?:ys|id|ying)\s+off\b",
    r"better\s+off\b",
    r"(?:made|makes?|making|keeps?|kept)\s+(?:\w+\s+){0,4}?(?:safer|healthier|safe)\b",
    r"(?:safer|healthier)\s+(?:towns?|communit(?:y|ies)|streets?|homes?)\b",
    r"(?:towns?|communit(?:y|ies)|streets?|homes?|region|people|residents)\s+(?:is|are|feel|feels)\s+(?:\w+\s+)?(?:safer|healthier)\b",
    r"improv(?:e|es|ed|ing|ement)\s+(?:\w+\s+){0,3}?(?:outcomes?|health|survival|safety|lives)\b",
)
PER_PERSON: Final = any_of(
    rf"{NUMBER}(?:\s+(?!per\b|for\b)[\w-]+){{0,2}}?\s+{PEOPLE}(?:\s+\w+){{0,4}}?\s+(?:received?|got|carr(?:y|ies|ied)|uses?|used|overdosed?|"
    r"died|survived|benefit(?:s|ed)?|obtained|took|accepted|now\s+have|now\s+has|has\s+a\s+kit|have\s+a\s+kit)\b",
    rf"{NUMBER}(?:\s+(?!per\b|for\b)[\w-]+){{0,2}}?\s+{PEOPLE}(?:\s+\w+){{0,3}}?\s+{IS}(?:\s+\w+){{0,2}}?\s+"
    r"(?:given|reached|served|trained|helped|equipped|protected|treated|supported|covered|supplied|assisted)\b",
    r"(?:reach(?:es|ed|ing)?|serv(?:e|es|ed|ing)|help(?:s|ed|ing)?|train(?:s|ed|ing)?|equip(?:s|ped|ping)?|"
    r"protect(?:s|ed|ing)?|support(?:s|ed|ing)?|treat(?:s|ed|ing)?|assist(?:s|ed|ing)?|"
    r"(?:gave|given|provided|handed|delivered|distributed|left)(?:\s+\w+){0,4}?\s+(?:to|with))\s+"
    rf"(?:[\w-]+\s+){{0,2}}?{NUMBER}(?:\s+[\w-]+){{0,2}}?\s+{PEOPLE}",
    r"per\s+(?:person|client|patient|individual|family|household|head)\b",
    r"(?:every|each)\s+(?:person|resident|individual|family|household|neighbou?r)\b",
    r"(?:everyone|everybody|anyone)\b",
    rf"one\s+in\s+(?:\w+)\s+{PEOPLE}",
    r"unique\s+(?:people|individuals|clients|persons)\b",
)
EVERY: Final = any_of(
    r"(?:every|each|all|any)\s+(?:of\s+)?(?:the\s+|an\s+|our\s+)?(?:(?!on\b|kits?\b|doses?\b|towns?\b)[\w-]+\s+){0,2}?"
    r"(?:overdoses?|calls?|scenes?|emergenc(?:y|ies))\b(?!(?:\s+\w+){0,3}?\s+(?:on\s+record|recorded|in\s+the\s+records))",
    r"(?:100|hundred)\s+percent\s+of\s+(?:\w+\s+){0,3}?(?:overdoses?|calls?|scenes?)\b",
    r"no\s+overdose\s+(?:call\s+)?(?:goes|went|go|is|was)\s+(?:without|unanswered|missed)\b",
    r"(?:always|without\s+exception|in\s+every\s+case|never\s+(?:miss|fail)\w*)\b",
)
EVERY_TOWN: Final = any_of(r"(?:every|each|all)\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,2}?towns?\b")
OVERDOSES: Final = any_of(
    r"confirmed\s+(?:\w+\s+)?overdos\w+",
    rf"{NUMBER}\s+(?:(?!suspected\b|not\b)[\w-]+\s+){{0,2}}?overdoses\b",
)
ENOUGH: Final = any_of(
    r"saturat\w+",
    r"(?:enough|sufficient|too\s+few|not\s+enough|insufficient)\s+(?:kits|doses|naloxone|narcan)\b",
    r"(?:meet|meets|met|meeting|exceed(?:s|ed)?|hit|hits|reach(?:es|ed)?)\s+(?:\w+\s+){0,4}?(?:planning\s+figure|goals?|targets?|needs?|demand)\b",
    r"fully\s+(?:covered|equipped|stocked|supplied)\b",
    r"unmet\s+need\b",
    r"shortages?\b",
)
UPWARDS: Final = any_of(
    r"(?:rose|risen|rise|rises|rising)\b",
    r"increas(?:e|es|ed|ing)\b",
    r"gr(?:ew|own|ow|ows|owing|owth)\b",
    r"(?:climb|surg|spik|soar|jump|escalat|skyrocket)(?:e|es|ed|ing|s)?\b",
    r"(?:doubl|tripl|quadrupl)(?:e|es|ed|ing)\b",
    r"(?:went|gone|going|go)\s+up\b",
    r"up\s+(?:by|from)\b",
    r"up\s+\d",
    r"more\s+(?:[\w-]+\s+){0,3}?than\b(?!\s+(?:\d|a\s+dozen|half|one|two|three|ten|chance|can))",
    r"(?:higher|worse|worsen(?:s|ed|ing)?)\b",
    r"(?:record|all-time)\s+(?:high|number)s?\b",
    r"expand(?:s|ed|ing)?\b",
    r"(?:twice|\w+\s+times)\s+(?:as|more|higher)\b",
)
DOWN: Final = any_of(
    r"fell\b",
    r"fall(?:s|en|ing)?\b(?!\s+\d{4})",
    r"(?:declin|decreas|reduc)(?:e|es|ed|ing)\b",
    r"(?:reductions?|decreases?|declines?|drops?)\s+in\b",
    r"drop(?:s|ped|ping)?\b(?![\s-]+off)",
    r"(?:went|gone|going|go)\s+down\b",
    r"down\s+(?:by|from)\b",
    r"down\s+\d",
    r"fewer\b(?!\s+than\s+(?:\d|a\s+dozen|half|one|two|three|ten|can))",
    r"less\s+than\b(?!\s+(?:\d|a\s+dozen|half|one|two|three|ten|can))",
    r"less\s+often\b",
    r"lower\b",
    r"(?:halved|shrank|shrunk|shrinking|slowed|slowing|eased|easing)\b",
    r"(?:plummet|plung|diminish)\w*\b",
    r"improv(?:ed|ing|ement|ements)\b",
)
STEADY: Final = any_of(
    r"(?:unchanged|steady|stable|flat|constant)\b",
    r"no\s+(?:change|increase|rise|decrease|decline|fall|drop)\b",
    r"(?:did|have|has|do|does)\s+not\s+(?:\w+\s+)?(?:rise|risen|increased?|grown?|fall|fallen|decreased?|declined?|dropp?(?:ed)?|changed?)\b",
    r"(?:didn't|haven't|hasn't|don't|doesn't)\s+(?:\w+\s+)?(?:rise|risen|increased?|grown?|fall|fallen|decreased?|declined?|dropp?(?:ed)?|changed?)\b",
    r"(?:the\s+)?same\s+(?:number|as)\b",
)
SHARES: Final = any_of(
    r"\d[\d.,]*\s*percent(?:age)?\b",
    r"(?:\w+)-fold\b",
    r"(?:doubl|tripl|quadrupl|halv)\w+",
    r"(?:twice|\w+\s+times)\s+(?:as|more|higher|fewer)\b",
    r"half\s+(?:of|as|the)\b",
    r"(?:a|one|two)[\s-]+(?:thirds?|quarters?|fifths?)\s+(?:of|more|fewer|less|as)\b",
    r"(?:the\s+)?majority\s+of\b",
)
RATES: Final = any_of(
    r"per\s+(?:1,?000|10,?000|100,?000|capita|resident|thousand|hundred\s+thousand)\b",
    r"for\s+(?:each|every)\s+(?:1,?000|10,?000|100,?000|thousand)\b",
    r"rates?\b",
)
RANKED: Final = any_of(
    r"(?:most|highest|worst|least|lowest|fewest|hardest[\s-]hit|hot\s?spots?|ranks?|leads|tops)\b",
    r"than\b",
)

SUBJECTS: Final[dict[str, re.Pattern[str]]] = {
    "deaths": re.compile(rf"\b(?:{DEATHS}|died\b|dying\b)"),
    "calls": re.compile(r"\b(?:overdos\w+|ods?\b|calls?\b|epidemic\b|crisis\b)"),
    "requests": re.compile(r"\brequests?\b"),
    "handed": re.compile(r"\b(?:kits?|doses?|naloxone|narcan|visits?|distribut\w+)\b"),
}
"""What a sentence speaks of; the first that is found counts."""

_NOT = (
    r"(?:can\s?not|can't|could\s+not|couldn't|do(?:es)?\s+not|do(?:es)?n't|did\s+not|didn't|(?:is|are|was|were)\s+not|"
    r"(?:is|are|was|were)n't|not|nobody|no\s+one|no\s+(?:records?|data|figures?)|nothing|neither|none\s+of\s+this|too\s+few\s+to)"
)
_KNOW = (
    r"(?:know[ns]?|sa(?:y|ys|id)|tells?|told|shows?|shown|prov(?:e|es|ed|en)|proof|evidence|conclude[ds]?|claim(?:s|ed)?|"
    r"judged?|establish(?:ed)?|attributed?|bears?|means?|impl(?:y|ies)|measure[sd]?|record(?:s|ed)?|certain|clear|demonstrated?)\b"
)
DISCLAIMER: Final = re.compile(
    rf"\b{_NOT}(?!\s+(?:only|just|merely|simply)\b)"
    rf"(?:\s+(?!(?:enough|need\w*|doubt\w*|question\w*|only|merely|simply)\b)[\w',]+){{0,4}}?\s+{_KNOW}"
)
"""Who says that something can't be known claims nothing of it."""

WHETHER: Final = re.compile(r"\bwhether\b")
OPEN: Final = re.compile(
    rf"\b(?:un(?:known|clear|certain)|open\s+question|{_NOT}(?:\s+[\w']+){{0,4}}?\s+{_KNOW}|ask(?:s|ed|ing)?)"
)
NEGATION: Final = re.compile(r"\b(?:not|never|n't|can't|didn't|don't|doesn't|failed)\b")
AIM: Final = re.compile(
    r"\b(?:aim(?:s|ed|ing)?|hop(?:e|es|ed|ing)|intend(?:s|ed)?|intention|meant|designed|goals?|purpose|seek(?:s|ing)?|sought|"
    r"want(?:s|ed)?|wish(?:es|ed)?|in\s+order|so\s+as|mission|objectives?|striv(?:e|es|ing)|try|tries|trying|efforts?|"
    r"needed|request(?:s|ed|ing)?|ask(?:s|ed|ing)?|work(?:s|ing)?)(?:\s+[\w',]+){0,8}?\s+(?:to|at|of|is|for)(?:\s+(?:help|further|be))?\s*$"
)
"""What stands before a wish or a plan, which is no claim about what happened."""

STUDY: Final = re.compile(
    r"\b(?:stud(?:y|ies)|research|trials?|reviews?|published|et\s+al|and\s+others|literature|authors?)\b"
)
YEAR_CITED: Final = re.compile(r"\([^()]*\b(?:19|20)\d\d\b[^()]*\)")
OWN: Final = re.compile(
    r"\b(?:our|ours|we|us|here|locally|these\s+towns|(?:this|the)\s+program(?:me)?|(?:this|the)\s+region)\b"
)
RATIO_BEFORE: Final = re.compile(r"\d[\d.,]*\s+(?:kits?|doses?|visits?)\s+(?:left\s+)?(?:for|per|at)\s*$")
CAN_BEFORE: Final = re.compile(r"\bcan\s+(?:\w+\s+)?$")

CLAUSES: Final = re.compile(
    r"[;:]|\s[-]\s|,?\s+\b(?:but|however|yet|although|though|nevertheless|even\s+so|still,)\b|"
    r",\s+and\s+(?=(?:overdose|calls|deaths|requests|visits)\b)|"
    r",?\s+\band\s+(?=(?:we|our|it|they|this|these|the\s+(?:kits?|program(?:me)?|data|doses?)|kits?|doses?)\b)"
)
SENTENCES: Final = re.compile(r"(?<=[.!?])\s+|\n+")


def found_in(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    """Whether any of these is in the text."""
    return any(pattern.search(text) for pattern in patterns)
